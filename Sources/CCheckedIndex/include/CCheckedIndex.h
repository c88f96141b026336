#ifndef HONE_CHECKED_INDEX_H
#define HONE_CHECKED_INDEX_H

/// The size of a note and of the checksum at the end of an index, in bytes.
enum { HONE_CHECKED_INDEX_SIZE = 20 };

/// The note of `prepare-commit-msg`: the tree of the commit is made, and of the index that was checked.
extern const unsigned char hone_settled_index[HONE_CHECKED_INDEX_SIZE];

/// What a note says of an index.
enum HoneCheckedIndex {
  /// There is no note, so nothing was checked.
  HONE_CHECKED_INDEX_ABSENT,
  /// The index is the one that was checked, or was when git made the tree of the commit.
  HONE_CHECKED_INDEX_SAME,
  /// The index is another one, or cannot be compared.
  HONE_CHECKED_INDEX_OTHER,
};

/// Reads the checksum at the end of an index file.
/// - Returns: 0; -1 when the file has none (`index.skipHash`) or cannot be read.
int hone_index_checksum(const char *index, unsigned char checksum[HONE_CHECKED_INDEX_SIZE]);

/// Compares an index file with a note of one; a note of zeros is none.
enum HoneCheckedIndex hone_checked_index_compare(const char *note, const char *index);

/// Writes `bytes` into the file of a note that is there already.
/// - Returns: 0; -1 when there is no such file, or it cannot be written.
int hone_checked_index_write(const char *note, const unsigned char bytes[HONE_CHECKED_INDEX_SIZE]);

/// Lets a hook end before anything else of the program has started.
///
/// `commit-msg` has nothing to do where the index is the one that `pre-commit` has let through. Telling so takes two small
/// files, and no configuration, library or runtime. `prepare-commit-msg`, where it is installed, notes that the tree is made: what
/// is staged later is not in the commit, and `commit-msg` does not ask for it. Call it with the arguments of `main` before anything else.
/// - Returns: 1 when the hook has done its part and may exit with 0; 0 when the rest of the program decides.
int hone_hook_is_settled(int argc, char **argv);

#endif
