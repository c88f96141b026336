import { parseDate } from './dates';

show(parseDate('a'));
