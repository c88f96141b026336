int example(char *a, struct item *items, int n) {
    check(n < SIZE_MIN);
    return 0;
}
