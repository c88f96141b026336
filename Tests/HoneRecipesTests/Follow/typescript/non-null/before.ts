function example(a: any, b: any, x: any, items: any[], path: string): void {
  use(find(a)!);
}
