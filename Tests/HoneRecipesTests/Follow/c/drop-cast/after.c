int example(char *a, struct item *items, int n) {
    s = malloc(n);
    return 0;
}
