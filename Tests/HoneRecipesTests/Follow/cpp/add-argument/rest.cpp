int example(const std::string &a, std::vector<int> &items) {
    stream.write(b);
    return 0;
}
