// The program that git starts in hooks. Its start is counted in milliseconds, so nothing is linked here that reads YAML,
// speaks HTTP, parses options or runs tasks.

internal import CHookStart
internal import HoneHooks
internal import HoneSystem

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

hone_hook_leave_transports_out()
ProcessMemory.keepForReuse()
var words: [[UInt8]] = []
var argument = CommandLine.unsafeArgv
while let word = argument.pointee {
  words.append(Array(UnsafeRawBufferPointer(start: word, count: strlen(word))))
  argument += 1
}
switch HookInvocation(words) {
case .hook(let hook, let file, let arguments):
  HookRunner.start()
  // Nothing is left to be written, and whatever would be taken apart goes with the process.
  _exit(HookRunner.run(hook, file: file, arguments: arguments))
case .version:
  print("hone-hook 0.1.0")
case .help:
  print(HookInvocation.helpText, terminator: "")
case .unknown(let fault):
  HookOutput.say("\(fault); see hone-hook --help")
  exit(2)
}
