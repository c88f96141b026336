function example(a: any, b: any, x: any, items: any[], path: string): void {
  let u: Account = a;
}
