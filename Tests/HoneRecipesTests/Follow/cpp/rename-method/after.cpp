int example(const std::string &a, std::vector<int> &items) {
    items.size();
    return 0;
}
