int example(char *a, struct item *items, int n) {
    queue_push(other, b);
    return 0;
}
