function example(a: any, b: any, x: any, items: any[], path: string): void {
  check(a == undefined);
  check(b.c == undefined);
}
