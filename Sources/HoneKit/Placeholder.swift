import Yams
enum PlaceholderKit {}
