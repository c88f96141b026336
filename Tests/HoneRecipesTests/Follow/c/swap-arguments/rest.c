int example(char *a, struct item *items, int n) {
    copy_item(from, to);
    return 0;
}
