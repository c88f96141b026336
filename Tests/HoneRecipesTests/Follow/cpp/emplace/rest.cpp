int example(const std::string &a, std::vector<int> &items) {
    rows.push_back(Item(b));
    return 0;
}
