/// How many tokens a text comes to, without a tokenizer.
///
/// Source code comes to about 3.3 bytes a token in the vocabularies of 100,000 to 150,000 entries that engines use, and
/// less when it is dense in digits and signs. The estimate is for packing a prompt, where some ten percent do not
/// matter, and never for billing.
package enum TokenEstimate {
  /// The estimated tokens of so many bytes of code, rounded up.
  package static func tokens(bytes: Int) -> Int { (max(0, bytes) * 10 + 32) / 33 }

  /// The estimated tokens of a text.
  package static func tokens(in text: some Collection<UInt8>) -> Int { tokens(bytes: text.count) }

  /// How many bytes of code so many tokens come to.
  package static func bytes(tokens: Int) -> Int { max(0, tokens) * 33 / 10 }
}
