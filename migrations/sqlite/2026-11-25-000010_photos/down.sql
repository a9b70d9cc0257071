DROP TABLE photo_bytes;
DROP TABLE photos;
DROP TABLE photo_consents;
