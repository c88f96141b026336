int example(char *a, struct item *items, int n) {
    copy_item(to, from);
    return 0;
}
