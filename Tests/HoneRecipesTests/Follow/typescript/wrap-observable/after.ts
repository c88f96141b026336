function example(a: any, b: any, x: any, items: any[], path: string): void {
  x = firstValueFrom(http.get(path));
}
