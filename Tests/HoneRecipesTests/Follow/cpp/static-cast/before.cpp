int example(const std::string &a, std::vector<int> &items) {
    int n = (int)a;
    return 0;
}
