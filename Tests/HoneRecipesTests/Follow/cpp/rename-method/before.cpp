int example(const std::string &a, std::vector<int> &items) {
    items.getSize();
    return 0;
}
