int example(char *a, struct item *items, int n) {
    copy_item(a, b);
    return 0;
}
