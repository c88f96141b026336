int example(char *a, struct item *items, int n) {
    check(!a);
    check(!b);
    return 0;
}
