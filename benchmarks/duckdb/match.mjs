// The matching of persons as one would write it in DuckDB's SQL: the same two files, the same keys and limits, names by jaro_winkler_similarity, weights by Fellegi and Sunter with the frequency of the name.
// node match.mjs REGISTER TAX OUT THREADS: writes row, person, bits of the best person of each row; prints seconds, pairs and peak memory.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [register, tax, out, threads] = process.argv.slice(2);
const began = performance.now();
const instance = await DuckDBInstance.create(':memory:', { threads });
const db = await instance.connect();

// Tones and accents off, đ to d, titles and signs away.
const folded = `trim(regexp_replace(regexp_replace(replace(lower(strip_accents(nfc_normalize("Họ và tên"))), 'đ', 'd'), '[^a-z]+', ' ', 'g'), '^(ong|ba|mr|mrs|ms) ', ''))`;
const day = `try_strptime("Ngày sinh", '%d/%m/%Y')`;
const columns = `
  name, string_split(name, ' ') as parts, array_to_string(list_sort(string_split(name, ' ')), ' ') as same,
  string_split(name, ' ')[-1] as given, string_split(name, ' ')[1] as family,
  born, coalesce(year(born), try_cast(told as integer)) as yob, case when born is not null then least(month(born), day(born)) * 100 + greatest(month(born), day(born)) end as md, citizen, ltrim(citizen, '0') as cit, code, unit`;
const read = (file, id, citizen, code, unit) => `
  select id, ${columns} from (
    select "${id}" as id, ${folded} as name, ${day}::date as born, "Ngày sinh" as told, nullif("${citizen}", '') as citizen, nullif("${code}", '') as code, nullif("${unit}", '') as unit
    from read_csv('${file}', all_varchar = true, header = true))`;
await db.run(`create table reg as ${read(register, 'Mã số BHXH', 'Số CCCD/CMND', 'MST cá nhân', 'MST đơn vị')}`);
await db.run(`create table tax as ${read(tax, 'STT', 'Số CMND/CCCD', 'MST cá nhân', 'MST đơn vị chi trả')}`);

// Numbers first, guarded by name or birth date, and the name with the day and the employer, where no number differs: they end the search.
const exact = (on) => `
  select t.id as row, r.id as person from tax t join reg r on ${on}
  where (jaro_winkler_similarity(t.name, r.name) >= 0.85 or t.born = r.born or (t.yob = r.yob and t.md = r.md))`;
await db.run(`create table sure as ${exact('t.cit = r.cit')} union ${exact('t.code = r.code')} union
  ${exact('t.same = r.same and t.born = r.born and t.unit = r.unit')} and (t.cit is null or r.cit is null or length(t.cit) <> length(r.cit) or damerau_levenshtein(t.cit, r.cit) <= 1)
    and (t.code is null or r.code is null or damerau_levenshtein(t.code, r.code) <= 1)`);
await db.run('create table rest as select * from tax where id not in (select row from sure)');

// Each key with the most persons who may share it; the narrower ones stand in for those that too many share.
const keys = [
  [100, (p) => [`${p}.same`, `${p}.yob`]],
  [100, (p) => [`${p}.same`, `${p}.yob`, `${p}.md`]],
  [60, (p) => [`${p}.given`, `${p}.yob`, `${p}.md`]],
  [100, (p) => [`${p}.given`, `${p}.family`, `${p}.yob`, `${p}.md`]],
  [60, (p) => [`right(${p}.cit, 6)`, `${p}.given`]],
  [60, (p) => [`left(${p}.cit, length(${p}.cit) - 6)`, `${p}.given`, `${p}.family`]],
  [60, (p) => [`left(${p}.cit, length(${p}.cit) - 6)`, `${p}.same`]],
  [60, (p) => [`right(${p}.code, 5)`, `${p}.given`]],
  [30, (p) => [`${p}.family`, `${p}.given`, `${p}.yob`]],
  [60, (p) => [`${p}.given`, `${p}.unit`]],
  [60, (p) => [`${p}.same`, `${p}.unit`]],
  [60, (p) => [`${p}.family`, `${p}.born`, `left(${p}.given, 1)`]],
  [60, (p) => [`${p}.born`, `${p}.unit`]],
  [10, (p) => [`${p}.same`]],
];
const block = ([most, key]) => {
  const names = key('x').map((_, i) => `k${i}`);
  const keyed = (table) => `select id, ${key(table).map((k, i) => `${k} as ${names[i]}`).join(', ')} from ${table}`;
  return `
    select t.id as row, r.id as person
    from (${keyed('rest')}) t
    join (select * from (${keyed('reg')}) qualify count(*) over (partition by ${names.join(', ')}) <= ${most}) r on ${names.map((n) => `t.${n} = r.${n}`).join(' and ')}`;
};
await db.run(`create table candidates as ${keys.map(block).join(' union ')} union select * from sure`);

// Weights in bits: what a level says for one person, against how often it happens between two.
await db.run('create table names as select same, count(*) as bearers from reg group by same');
await db.run(`
  create table answers as
  select row, arg_max(person, bits) as person, max(bits) as bits, max(bits) - coalesce(max(bits, 2)[2], -99) as lead
  from (
    select c.row, c.person,
      case when t.same = r.same then least(20, log2(0.8 * (select count(*) from reg) / n.bearers)) when jw >= 0.95 then 9 when jw >= 0.88 then 5 when jw >= 0.8 then 1 else -5 end
      + case when t.born = r.born then 13 when t.yob = r.yob and t.md = r.md then 8 when t.yob = r.yob and (t.born is null or (month(t.born) = 1 and day(t.born) = 1)) then 4
          when t.born is null or r.born is null then 0 when levenshtein(strftime(t.born, '%Y%m%d'), strftime(r.born, '%Y%m%d')) = 1 then 5 else -6 end
      + case when t.cit is null or r.cit is null then 0 when t.cit = r.cit then 24 when length(t.cit) <> length(r.cit) then 0 when damerau_levenshtein(t.cit, r.cit) = 1 then 15 else -6 end
      + case when t.code is null or r.code is null then 0 when t.code = r.code then 24 when damerau_levenshtein(t.code, r.code) = 1 then 15 else -8 end
      + case when t.unit is null or r.unit is null then 0 when t.unit = r.unit then 9 else -2 end
      - log2((select count(*) from reg)) as bits
    from (select c.*, jaro_winkler_similarity(t.name, r.name) as jw from candidates c join tax t on t.id = c.row join reg r on r.id = c.person) c
    join tax t on t.id = c.row join reg r on r.id = c.person join names n on n.same = r.same)
  group by row`);
const pairs = (await db.runAndReadAll('select count(*) from candidates')).getRows()[0][0];

// Of two who fit as well neither is sure: the lead over the second is taken off.
await db.run(`copy (select row, person, least(bits, lead) as bits from answers) to '${out}' (header true)`);
const seconds = (performance.now() - began) / 1000;
const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
console.log(`${seconds} ${pairs} ${peak}`);
