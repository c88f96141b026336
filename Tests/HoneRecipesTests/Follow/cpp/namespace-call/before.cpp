int example(const std::string &a, std::vector<int> &items) {
    sort(items, less);
    return 0;
}
