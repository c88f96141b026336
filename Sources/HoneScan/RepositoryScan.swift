package import HoneCore
package import HoneGit
package import HoneSyntax
package import HoneSystem

/// Searches files on all cores and tells of each, in order, as soon as it is known.
///
/// One parse a file and one walk for all rules; what cannot match is not parsed, and what was searched before is not even
/// read. Memory is bounded by the largest files, not by the repository.
package struct RepositoryScan: Sendable {
  /// What was found in one file.
  package enum Outcome: Sendable {
    case matches([FoundMatch])
    /// Why the file could not be searched, or not in full.
    case refused(Refusal)
  }

  package let reader: WorkTreeReader
  /// At most one for each language.
  package let programs: [ScanProgram]
  package let limits: ParseLimits
  package let parallel: ParallelMap

  package init(
    reader: WorkTreeReader, programs: [ScanProgram], limits: ParseLimits = ParseLimits(),
    parallel: ParallelMap = ParallelMap()
  ) {
    self.reader = reader
    self.programs = programs
    self.limits = limits
    self.parallel = parallel
  }

  /// What one thread keeps: a parser for each program, once it has met a file for it.
  private struct Worker: ~Copyable {
    var parsers: [ParserBox?]
    var visit: WorkTreeVisit

    mutating func parser(for index: Int, _ grammar: Grammar) throws(GrammarError) -> ParserBox {
      if let parser = parsers[index] { return parser }
      let made = try ParserBox(grammar)
      parsers[index] = made
      return made
    }
  }

  /// A parser in an array.
  private final class ParserBox {
    var parser: SyntaxParser

    init(_ grammar: Grammar) throws(GrammarError) { parser = try SyntaxParser(grammar) }
  }

  /// Searches `files`.
  /// - Parameters:
  ///   - remembered: matches by blob, of the same programs.
  ///   - consume: takes the outcome of each file, in the order of `files`, on the calling thread; `false` ends the scan. A file
  ///     with carriage returns comes without its blob, in which git may have others, and so does one that was changed since it
  ///     was listed.
  /// - Throws: what `consume` throws.
  package func run<Failure: Error>(
    _ files: [ScanFile], remembered: MatchMemory = MatchMemory(),
    consume: (ScanFile, Outcome, Bool) throws(Failure) -> Bool
  ) throws(Failure) {
    ProcessMemory.keepForReuse()
    let scan = self
    try parallel.run(
      count: files.count,
      worker: { Worker(parsers: scan.programs.map { _ in nil }, visit: WorkTreeVisit(scan.reader)) },
      work: { (worker: inout Worker, item) -> (outcome: Outcome, isRemembered: Bool, isOther: Bool) in
        if let id = files[item].id, let matches = remembered.matches(of: id) { return (.matches(matches), true, false) }
        var isOther = true
        let outcome = scan.search(files[item], &worker, &isOther)
        return (outcome, false, isOther)
      },
      consume: { item, result throws(Failure) in
        var file = files[item]
        if result.isOther { file.id = nil }
        return try consume(file, result.outcome, result.isRemembered)
      })
  }

  /// - Parameter isOther: becomes false when the bytes are those of the file's blob.
  private func search(_ file: ScanFile, _ worker: inout Worker, _ isOther: inout Bool) -> Outcome {
    do {
      guard let bytes = try worker.visit.bytes(of: file.path) else { return .matches([]) }
      isOther = bytes.contains(0x0d) || worker.visit.isDoubtful && file.id != Repository.blobID(of: bytes)
      let language =
        file.language ?? Language.detect(path: file.path, contents: bytes) ?? Language.remainder(of: bytes)
      var found: [PlacedMatch] = []
      if let index = programs.firstIndex(where: { $0.language == language }), programs[index].prefilter.mayMatch(bytes)
      {
        found = try matches(of: index, in: bytes, file, &worker).map { PlacedMatch($0) }
      }
      if language == .host { found = try Self.merged(found, embedded(in: bytes, file, &worker)) }
      return .matches(FoundMatch.values(of: found, in: bytes))
    } catch let refusal as Refusal {
      return .refused(refusal.at(file.path))
    } catch {
      return .refused(
        Refusal(Refusal.Code(rawValue: "limits"), path: file.path, "\(error)", remedy: "search it by hand"))
    }
  }

  private func matches(
    of index: Int, in bytes: [UInt8], _ file: ScanFile, _ worker: inout Worker
  ) throws -> [Match] {
    let program = programs[index]
    let tree = try worker.parser(for: index, program.grammar).parser
      .parse(bytes, limits: limits, focus: program.focus)
    return program.matches(tree, file.path)
  }

  /// The matches in scripts and style sheets, by place.
  private func embedded(in bytes: [UInt8], _ file: ScanFile, _ worker: inout Worker) throws -> [PlacedMatch] {
    let open = programs.indices.filter {
      Language.embedded.contains(programs[$0].language) && programs[$0].prefilter.mayMatch(bytes)
    }
    guard !open.isEmpty else { return [] }
    var found: [PlacedMatch] = []
    for code in EmbeddedCode.all(in: bytes) {
      guard let index = open.first(where: { programs[$0].language == code.language }) else { continue }
      let text = Array(bytes[code.range])
      guard programs[index].prefilter.mayMatch(text) else { continue }
      found += try matches(of: index, in: text, file, &worker).map { PlacedMatch($0, from: code.range.lowerBound) }
    }
    return found
  }

  /// Both, by place.
  private static func merged(_ first: [PlacedMatch], _ second: [PlacedMatch]) -> [PlacedMatch] {
    if first.isEmpty || second.isEmpty { return first + second }
    // Sorting is stable: a match that lies in another of the same start stays behind it.
    return (first + second).sorted { $0.range.lowerBound < $1.range.lowerBound }
  }
}
