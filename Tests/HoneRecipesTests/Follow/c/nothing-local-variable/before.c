int example(char *a, struct item *items, int n) {
    use(a);
    return 0;
}
