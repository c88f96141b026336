int example(char *a, struct item *items, int n) {
    zcalloc(n);
    return 0;
}
