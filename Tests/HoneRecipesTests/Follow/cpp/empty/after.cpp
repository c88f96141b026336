int example(const std::string &a, std::vector<int> &items) {
    check(items.empty());
    check(names.empty());
    return 0;
}
