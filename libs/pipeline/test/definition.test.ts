import { describe, expect, it } from 'vitest';
import { PipelineInvalidError } from '../src/errors.ts';
import { definePipeline } from '../src/index.ts';

function scheduled(schedule: string) {
  const models = new URL('./models/', import.meta.url);
  return definePipeline({ name: 'tills', summary: 'What tills take', params: {}, sources: {}, models, schedule });
}

describe('the schedule of a pipeline', () => {
  it.each(['23 4 * * *', '*/30 6-18 * * 1-5', '0 5 1,15 * *', '0 5 * JAN MON'])('may be %j', (schedule) => {
    expect(scheduled(schedule).schedule).toBe(schedule);
  });

  it.each(['', 'daily', '4 * * *', '0 23 4 * * *', "0 4 * * *'", '0 4 * * *\n'])('is never %j', (schedule) => {
    expect(() => scheduled(schedule)).toThrow(PipelineInvalidError);
  });
});
