import AsyncHTTPClient
import Crypto
import NIOHTTP1
enum PlaceholderEngine {}
