int example(char *a, struct item *items, int n) {
    check(n < MIN_SIZE);
    return 0;
}
