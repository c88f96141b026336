int example(char *a, struct item *items, int n) {
    p = zcalloc(sizeof(*p));
    return 0;
}
