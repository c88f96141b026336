internal import HoneCore

/// A tool of the Responses interface whose input is bound to the form of a patch, so that a model can write nothing else there.
///
/// The form is that of `V4APatchParser`, in the notation of Lark that the interface takes. Context lines stay free: what they say is
/// held against the file, as in every other form.
enum PatchTool {
  static let name = "apply_patch"

  /// What a request says beside its rules.
  static let rule = "Give the patch as the input of the tool `\(name)`, and call it once."

  static let json: JSON = [
    "type": "custom", "name": .string(name), "description": "Takes one patch with all edits.",
    "format": ["type": "grammar", "syntax": "lark", "definition": .string(grammar)],
  ]

  static let grammar = """
    start: "*** Begin Patch" LF file+ "*** End Patch" LF?
    file: add | delete | update
    add: "*** Add File: " PATH LF ("+" TEXT LF)+
    delete: "*** Delete File: " PATH LF
    update: "*** Update File: " PATH LF move? chunk*
    move: "*** Move to: " PATH LF
    chunk: header+ line+ last?
    header: ("@@" | "@@ " TEXT) LF
    line: ("+" | "-" | " ") TEXT LF
    last: "*** End of File" LF
    PATH: /[^\\n]+/
    TEXT: /[^\\n]*/
    LF: /\\n/

    """
}
