int example(const std::string &a, std::vector<int> &items) {
    ranges::sort(rows, less);
    return 0;
}
