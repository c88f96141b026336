int example(char *a, struct item *items, int n) {
    s = (char *)malloc(n);
    return 0;
}
