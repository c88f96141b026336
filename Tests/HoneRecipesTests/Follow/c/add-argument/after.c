int example(char *a, struct item *items, int n) {
    queue_push(items, a, 0);
    return 0;
}
