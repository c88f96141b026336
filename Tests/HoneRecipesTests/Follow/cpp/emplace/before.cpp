int example(const std::string &a, std::vector<int> &items) {
    items.push_back(Item(a));
    return 0;
}
