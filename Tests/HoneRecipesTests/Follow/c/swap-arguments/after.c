int example(char *a, struct item *items, int n) {
    copy_item(b, a);
    return 0;
}
