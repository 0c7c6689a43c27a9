-- The file that goes with guidance of a central unit: one, as it was when it was issued.
create table pln_guidance_files (
    guidance_id {code} not null primary key,
    file_name text not null,
    media_type {code} not null,
    digest {code} not null,
    size integer not null,
    -- base64
    body text not null
);
