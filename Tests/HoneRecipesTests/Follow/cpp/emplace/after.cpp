int example(const std::string &a, std::vector<int> &items) {
    items.emplace_back(a);
    return 0;
}
