import { toDate } from './dates';

show(toDate('a'));
