import Foundation
import HoneCore
import Testing

struct Base64TextTests {
  @Test func `Bytes of every length and value are written as Foundation writes them`() {
    let all = (0...255).map { UInt8($0) }
    for count in 0...255 {
      let bytes = Array(all.suffix(count))
      #expect(bytes.base64 == Data(bytes).base64EncodedString())
    }
  }
}
