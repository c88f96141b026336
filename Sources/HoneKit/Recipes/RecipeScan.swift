internal import HoneCore
internal import HoneGit
internal import HoneRecipes
internal import HoneScan
internal import HoneSyntax
internal import HoneSystem

/// Applies recipes to files on all cores, and hands over what becomes of each, in order, while the rest is still read.
///
/// Somebody may look at each before the next is asked for: the threads go on until what waits takes `waitingBytes`.
struct RecipeScan {
  /// What became of one file.
  enum Found: Sendable {
    /// The index has other bytes: there are unstaged changes, or filters between it and the work tree.
    case differs(bytes: Int)
    /// - Parameter isCertain: whether the bytes are those of the file's blob.
    case nothing(isCertain: Bool)
    /// - Parameter result: the blob that the file becomes.
    case change(RecipeWork.Outcome, result: ObjectID)
    case refused(Refusal)

    /// About the bytes that it takes in memory.
    fileprivate var weight: Int {
      guard case .change(let outcome, _) = self else { return 0 }
      return outcome.weight
    }
  }

  /// What one thread keeps from file to file.
  private struct Worker {
    let bench = RecipeBench()
    var visit: WorkTreeVisit
  }

  let repository: Repository
  let work: RecipeWork

  /// How much may wait for whoever looks at it, in bytes.
  private static let waitingBytes = 8 << 20
  /// How many files may be ahead of the one that is waited for; of most there is nothing to keep.
  private static let window = 1024

  /// Works through `files`.
  /// - Parameter take: takes what became of each, in order; `false` ends the scan.
  func run(
    _ files: [ScanFile], take: (ScanFile, Found) async throws -> Bool
  ) async throws {
    ProcessMemory.keepForReuse()
    let reader = WorkTreeReader(repository)
    try await ParallelMap(window: Self.window, weightLimit: Self.waitingBytes).run(
      count: files.count, worker: { Worker(visit: WorkTreeVisit(reader)) },
      work: { [work] (worker: inout Worker, item) in Self.found(in: files[item], work, &worker) },
      weigh: { $0.weight },
      consume: { item, found in try await take(files[item], found) })
  }

  private static func found(in file: ScanFile, _ work: RecipeWork, _ worker: inout Worker) -> Found {
    do throws(Refusal) {
      guard let bytes = try worker.visit.bytes(of: file.path),
        let outcome = work.outcome(of: bytes, path: file.path, language: file.language, bench: worker.bench)
      else { return .nothing(isCertain: false) }
      if outcome.isVoid {
        // With carriage returns the bytes on disk may not be those of the blob, nor those of a file that was saved just now.
        let isDoubtful = worker.visit.isDoubtful || bytes.contains(0x0d)
        return .nothing(isCertain: !isDoubtful || file.id == Repository.blobID(of: bytes))
      }
      // What git leaves alone is not written, so it does not matter what the index has.
      if file.mark != nil { return .change(outcome, result: .zero) }
      guard let id = file.id, Repository.blobID(of: bytes) == id else { return .differs(bytes: bytes.count) }
      return .change(outcome, result: Repository.blobID(of: outcome.result))
    } catch {
      return .refused(error.at(file.path))
    }
  }
}
