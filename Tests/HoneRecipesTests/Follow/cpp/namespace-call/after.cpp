int example(const std::string &a, std::vector<int> &items) {
    ranges::sort(items, less);
    return 0;
}
