int example(char *a, struct item *items, int n) {
    zmalloc(n);
    return 0;
}
