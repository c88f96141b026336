int example(char *a, struct item *items, int n) {
    t = malloc(n + 1);
    return 0;
}
