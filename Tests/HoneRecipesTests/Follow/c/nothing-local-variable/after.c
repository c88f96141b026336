int example(char *a, struct item *items, int n) {
    use(n);
    return 0;
}
