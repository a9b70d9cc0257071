--
-- PostgreSQL database dump
--


-- Dumped from database version 15.18 (Debian 15.18-0+deb12u1)
-- Dumped by pg_dump version 15.18 (Debian 15.18-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: refuse_to_change_a_move(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_to_change_a_move() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM purging JOIN journeys ON journeys.id = purging.journey_id
               WHERE journeys.visit_id = OLD.visit_id) THEN
        RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
    END IF;
    RAISE EXCEPTION 'moves are kept for ever';
END $$;


--
-- Name: refuse_to_change_a_step(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_to_change_a_step() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM purging WHERE journey_id = OLD.journey_id) THEN
        -- What a row trigger returns is what is done: NEW for an update, OLD for a delete.
        RETURN CASE TG_OP WHEN 'UPDATE' THEN NEW ELSE OLD END;
    END IF;
    RAISE EXCEPTION 'steps are kept for ever';
END $$;


--
-- Name: refuse_to_change_an_event(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_to_change_an_event() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'events are only added, and swept when they are old';
END $$;


--
-- Name: refuse_to_change_an_opening(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_to_change_an_opening() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION 'openings of family links are only added';
END $$;


--
-- Name: refuse_to_truncate(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.refuse_to_truncate() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    RAISE EXCEPTION '% are kept for ever', TG_ARGV[0];
END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: __diesel_schema_migrations; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.__diesel_schema_migrations (
    version character varying(50) NOT NULL,
    run_on timestamp without time zone DEFAULT CURRENT_TIMESTAMP NOT NULL
);


--
-- Name: alerts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alerts (
    id uuid NOT NULL,
    journey_id uuid NOT NULL,
    kind text NOT NULL,
    cause uuid NOT NULL,
    detail text NOT NULL,
    raised_at timestamp with time zone NOT NULL,
    resolved_at timestamp with time zone,
    resolved_by uuid,
    note text,
    CONSTRAINT alerts_check CHECK (((resolved_at IS NOT NULL) OR ((resolved_by IS NULL) AND (note IS NULL))))
);


--
-- Name: children; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.children (
    id uuid NOT NULL,
    alias text NOT NULL,
    patient_ref text,
    infant boolean NOT NULL,
    latex boolean NOT NULL,
    isolation boolean NOT NULL,
    protected boolean NOT NULL,
    revision bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    purged_at timestamp with time zone
);


--
-- Name: companions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.companions (
    id uuid NOT NULL,
    child_id uuid NOT NULL,
    name text NOT NULL,
    species text NOT NULL,
    description text,
    screening jsonb NOT NULL,
    revision bigint NOT NULL,
    created_at timestamp with time zone NOT NULL
);


--
-- Name: enrolments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.enrolments (
    code_hash bytea NOT NULL,
    name text NOT NULL,
    made_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT enrolments_code_hash_check CHECK ((octet_length(code_hash) = 32))
);


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    seq bigint NOT NULL,
    txid bigint DEFAULT ((pg_current_xact_id())::text)::bigint NOT NULL,
    id uuid NOT NULL,
    topic text NOT NULL,
    subject_id uuid,
    journey_id uuid,
    visit_id uuid,
    recorded_at timestamp with time zone NOT NULL
);


--
-- Name: events_seq_seq; Type: SEQUENCE; Schema: public; Owner: -
--

ALTER TABLE public.events ALTER COLUMN seq ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_seq_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: family_links; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.family_links (
    id uuid NOT NULL,
    visit_id uuid NOT NULL,
    token_hash bytea NOT NULL,
    name text NOT NULL,
    language text NOT NULL,
    scope text NOT NULL,
    relation text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    opened_at timestamp with time zone,
    revoked_at timestamp with time zone,
    expires_at timestamp with time zone,
    CONSTRAINT family_links_relation_check CHECK ((relation = ANY (ARRAY['guardian'::text, 'invited'::text]))),
    CONSTRAINT family_links_scope_check CHECK ((scope = ANY (ARRAY['status'::text, 'status_and_photos'::text]))),
    CONSTRAINT family_links_token_hash_check CHECK ((octet_length(token_hash) = 32))
);


--
-- Name: family_openings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.family_openings (
    link_id uuid NOT NULL,
    minute timestamp with time zone NOT NULL,
    address_hash bytea NOT NULL
);


--
-- Name: finder_words; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.finder_words (
    id uuid NOT NULL,
    tag text NOT NULL,
    word text NOT NULL,
    left_at timestamp with time zone NOT NULL
);


--
-- Name: journeys; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.journeys (
    id uuid NOT NULL,
    visit_id uuid NOT NULL,
    companion_id uuid NOT NULL,
    child_id uuid NOT NULL,
    status text NOT NULL,
    stage text NOT NULL,
    place_id uuid,
    last_seen_at timestamp with time zone,
    state jsonb NOT NULL,
    family_held jsonb,
    last_step_at timestamp with time zone,
    last_step_id uuid,
    revision bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT journeys_status_check CHECK ((status = ANY (ARRAY['open'::text, 'reunited'::text, 'closed'::text])))
);


--
-- Name: kept_answers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.kept_answers (
    caller text NOT NULL,
    key_hash bytea NOT NULL,
    fingerprint bytea NOT NULL,
    sealed bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT kept_answers_fingerprint_check CHECK ((octet_length(fingerprint) = 32)),
    CONSTRAINT kept_answers_key_hash_check CHECK ((octet_length(key_hash) = 32))
);


--
-- Name: notices; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.notices (
    id uuid NOT NULL,
    visit_id uuid NOT NULL,
    link_id uuid NOT NULL,
    subscription_id uuid,
    made_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    tries integer NOT NULL
);


--
-- Name: phones; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.phones (
    id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    enrolled_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT phones_token_hash_check CHECK ((octet_length(token_hash) = 32))
);


--
-- Name: places; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.places (
    id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    entry text NOT NULL,
    rewash_hours integer,
    isolation boolean NOT NULL,
    code text NOT NULL,
    active boolean NOT NULL,
    revision bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT places_entry_check CHECK ((entry = ANY (ARRAY['allowed'::text, 'if_cleared'::text, 'prohibited'::text]))),
    CONSTRAINT places_rewash_hours_check CHECK ((rewash_hours > 0))
);


--
-- Name: purging; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.purging (
    journey_id uuid NOT NULL
);


--
-- Name: push_subscriptions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.push_subscriptions (
    id uuid NOT NULL,
    link_id uuid NOT NULL,
    endpoint text NOT NULL,
    p256dh bytea NOT NULL,
    auth bytea NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT push_subscriptions_auth_check CHECK ((octet_length(auth) = 16)),
    CONSTRAINT push_subscriptions_p256dh_check CHECK ((octet_length(p256dh) = 65))
);


--
-- Name: scans; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.scans (
    id uuid NOT NULL,
    fingerprint bytea NOT NULL,
    answer text,
    journey_id uuid NOT NULL,
    by_staff uuid NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    CONSTRAINT scans_fingerprint_check CHECK ((octet_length(fingerprint) = 32))
);


--
-- Name: service_tokens; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.service_tokens (
    id uuid NOT NULL,
    name text NOT NULL,
    token_hash bytea NOT NULL,
    scopes text NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT service_tokens_token_hash_check CHECK ((octet_length(token_hash) = 32))
);


--
-- Name: sessions; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sessions (
    token_hash bytea NOT NULL,
    staff_id uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    last_seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    phone_id uuid,
    queue_hash bytea,
    CONSTRAINT sessions_queue_hash_check CHECK ((octet_length(queue_hash) = 32)),
    CONSTRAINT sessions_token_hash_check CHECK ((octet_length(token_hash) = 32))
);


--
-- Name: sign_in_attempts; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sign_in_attempts (
    bucket text NOT NULL,
    failures integer NOT NULL,
    since timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_attempts_failures_check CHECK ((failures > 0))
);


--
-- Name: staff; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.staff (
    id uuid NOT NULL,
    username text NOT NULL,
    display_name text NOT NULL,
    role text NOT NULL,
    password_hash text NOT NULL,
    disabled_at timestamp with time zone,
    revision bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    pin_hash text,
    CONSTRAINT staff_role_check CHECK ((role = ANY (ARRAY['staff'::text, 'lead'::text, 'admin'::text]))),
    CONSTRAINT staff_username_check CHECK ((username = lower(username)))
);


--
-- Name: steps; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.steps (
    id uuid NOT NULL,
    journey_id uuid NOT NULL,
    scan_id uuid,
    kind text NOT NULL,
    body jsonb NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    late boolean NOT NULL,
    by_staff uuid NOT NULL,
    witness uuid,
    tag_code text,
    CONSTRAINT steps_check CHECK (((witness IS NULL) OR (witness <> by_staff)))
);


--
-- Name: tags; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.tags (
    code text NOT NULL,
    state text NOT NULL,
    material text NOT NULL,
    companion_id uuid,
    bound_at timestamp with time zone,
    bound_by uuid,
    void_reason text,
    created_by uuid NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT tags_check CHECK ((((companion_id IS NULL) = (bound_at IS NULL)) AND ((companion_id IS NULL) = (bound_by IS NULL)))),
    CONSTRAINT tags_check1 CHECK ((((state <> 'blank'::text) OR (companion_id IS NULL)) AND ((state <> 'live'::text) OR (companion_id IS NOT NULL)))),
    CONSTRAINT tags_code_check CHECK ((length(code) = 13)),
    CONSTRAINT tags_state_check CHECK ((state = ANY (ARRAY['blank'::text, 'live'::text, 'lost'::text, 'void'::text])))
);


--
-- Name: visit_moves; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.visit_moves (
    id uuid NOT NULL,
    visit_id uuid NOT NULL,
    place_id uuid NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    by_staff uuid,
    by_service uuid,
    CONSTRAINT visit_moves_check CHECK (((by_staff IS NULL) <> (by_service IS NULL)))
);


--
-- Name: visits; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.visits (
    id uuid NOT NULL,
    child_id uuid NOT NULL,
    status text NOT NULL,
    place_id uuid,
    placed_at timestamp with time zone,
    hold_kind text,
    hold_reason text,
    hold_by uuid,
    hold_at timestamp with time zone,
    revision bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT visits_check CHECK (((place_id IS NULL) = (placed_at IS NULL))),
    CONSTRAINT visits_check1 CHECK ((((hold_kind IS NULL) = (hold_reason IS NULL)) AND ((hold_kind IS NULL) = (hold_by IS NULL)) AND ((hold_kind IS NULL) = (hold_at IS NULL)))),
    CONSTRAINT visits_check2 CHECK (((status = 'in_progress'::text) = (ended_at IS NULL))),
    CONSTRAINT visits_hold_kind_check CHECK ((hold_kind = ANY (ARRAY['hold'::text, 'permanent'::text]))),
    CONSTRAINT visits_status_check CHECK ((status = ANY (ARRAY['in_progress'::text, 'completed'::text, 'cancelled'::text])))
);


--
-- Data for Name: __diesel_schema_migrations; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.__diesel_schema_migrations VALUES ('20261122000001', '2026-11-25 23:43:31.100414');
INSERT INTO public.__diesel_schema_migrations VALUES ('20261122000002', '2026-11-25 23:43:31.100414');
INSERT INTO public.__diesel_schema_migrations VALUES ('20261122000003', '2026-11-25 23:43:31.100414');
INSERT INTO public.__diesel_schema_migrations VALUES ('20261122000004', '2026-11-25 23:43:31.100414');
INSERT INTO public.__diesel_schema_migrations VALUES ('20261125000005', '2026-11-25 23:43:31.100414');
INSERT INTO public.__diesel_schema_migrations VALUES ('20261125000006', '2026-11-25 23:43:31.100414');
INSERT INTO public.__diesel_schema_migrations VALUES ('20261125000007', '2026-11-25 23:43:31.100414');
INSERT INTO public.__diesel_schema_migrations VALUES ('20261125000008', '2026-11-25 23:43:31.100414');
INSERT INTO public.__diesel_schema_migrations VALUES ('20261125000009', '2026-11-25 23:43:31.100414');


--
-- Data for Name: alerts; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.alerts VALUES ('01a21517-d29b-74a5-bf6e-ab28c3e27559', '01a21517-d222-7414-bdea-3ae51832726d', 'copied_tag', '01a21517-d299-7000-9990-2d9ef783c300', 'its tag was read at two places too soon after each other', '2026-11-25 23:43:32.505+00', NULL, NULL, NULL);
INSERT INTO public.alerts VALUES ('01a21517-d2f4-751b-b742-7b3c6613e93f', '01a21517-d222-7414-bdea-3ae51832726d', 'copied_tag', '01a21517-d2f0-7000-9d87-a2ded90b2d00', 'its tag was read at two places too soon after each other', '2026-11-25 23:43:32.592+00', NULL, NULL, NULL);
INSERT INTO public.alerts VALUES ('01a21517-d356-777f-a254-934541128903', '01a21517-d242-74ae-b004-3f0b39f0bf56', 'missing', '01a21517-d353-7000-af4d-c5a85cd8dd00', 'nobody knows where it is', '2026-11-25 23:43:32.691+00', NULL, NULL, NULL);


--
-- Data for Name: children; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.children VALUES ('01a21517-d222-7414-bdea-3adfd408de55', 'Little Star', NULL, false, false, false, false, 1, '2026-11-25 23:43:32.386+00', NULL);
INSERT INTO public.children VALUES ('01a21517-d242-74ae-b004-3f05f31c0e0f', 'Comet', NULL, false, false, false, false, 1, '2026-11-25 23:43:32.418+00', NULL);


--
-- Data for Name: companions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.companions VALUES ('01a21517-d222-7414-bdea-3ae125b849a0', '01a21517-d222-7414-bdea-3adfd408de55', 'Biscuit', 'bear', NULL, '["no", "no", "no", "no", "no", "no", "no", "yes"]', 1, '2026-11-25 23:43:32.386+00');
INSERT INTO public.companions VALUES ('01a21517-d242-74ae-b004-3f074f367887', '01a21517-d242-74ae-b004-3f05f31c0e0f', 'Hops', 'rabbit', NULL, '["no", "no", "no", "no", "no", "no", "no", "yes"]', 1, '2026-11-25 23:43:32.418+00');


--
-- Data for Name: enrolments; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (1, 359174, '01a21517-cecf-72c4-977c-e870d2c6ee51', 'staff', '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, NULL, '2026-11-25 23:43:31.535+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (2, 359175, '01a21517-d19b-71ad-ac7c-781ba7bd2af9', 'session', '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, NULL, '2026-11-25 23:43:32.251+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (3, 359177, '01a21517-d1ec-7654-9737-8508df58ada0', 'staff', '01a21517-d1ec-7654-9737-850798d35e3c', NULL, NULL, '2026-11-25 23:43:32.332+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (4, 359179, '01a21517-d1f8-72e1-97db-ad69eb10b043', 'place', '01a21517-d1f8-72e1-97db-ad68f29d7ed3', NULL, NULL, '2026-11-25 23:43:32.344+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (5, 359181, '01a21517-d20a-74e7-b125-8109e99369b8', 'place', '01a21517-d20a-74e7-b125-810862b2bc79', NULL, NULL, '2026-11-25 23:43:32.362+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (6, 359183, '01a21517-d213-77d6-a49a-e6d209d415cb', 'place', '01a21517-d213-77d6-a49a-e6d1a0f8f9a6', NULL, NULL, '2026-11-25 23:43:32.371+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (7, 359185, '01a21517-d218-7372-9bc2-dc0653c1f5ad', 'place', '01a21517-d218-7372-9bc2-dc0507e48840', NULL, NULL, '2026-11-25 23:43:32.376+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (8, 359186, '01a21517-d21c-764e-b937-06ab22656080', 'tag', NULL, NULL, NULL, '2026-11-25 23:43:32.38+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (9, 359188, '01a21517-d222-7414-bdea-3ae04845bb64', 'child', '01a21517-d222-7414-bdea-3adfd408de55', NULL, NULL, '2026-11-25 23:43:32.386+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (10, 359188, '01a21517-d222-7414-bdea-3ae2730c3d79', 'companion', '01a21517-d222-7414-bdea-3ae125b849a0', NULL, NULL, '2026-11-25 23:43:32.386+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (11, 359188, '01a21517-d222-7414-bdea-3ae4271352eb', 'visit', '01a21517-d222-7414-bdea-3ae37f5f4ad1', NULL, '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.386+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (12, 359188, '01a21517-d222-7414-bdea-3ae766d2a196', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.386+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (13, 359188, '01a21517-d222-7414-bdea-3ae80d801610', 'tag', '01a21517-d222-7414-bdea-3ae125b849a0', NULL, NULL, '2026-11-25 23:43:32.386+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (14, 359190, '01a21517-d242-74ae-b004-3f0681fcd5fc', 'child', '01a21517-d242-74ae-b004-3f05f31c0e0f', NULL, NULL, '2026-11-25 23:43:32.418+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (15, 359190, '01a21517-d242-74ae-b004-3f088b77d8dd', 'companion', '01a21517-d242-74ae-b004-3f074f367887', NULL, NULL, '2026-11-25 23:43:32.418+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (16, 359190, '01a21517-d242-74ae-b004-3f0acaf90499', 'visit', '01a21517-d242-74ae-b004-3f09acc5e86f', NULL, '01a21517-d242-74ae-b004-3f09acc5e86f', '2026-11-25 23:43:32.418+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (17, 359190, '01a21517-d242-74ae-b004-3f0d15e53c43', 'journey', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f09acc5e86f', '2026-11-25 23:43:32.418+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (18, 359190, '01a21517-d242-74ae-b004-3f0ec7b8f3ae', 'tag', '01a21517-d242-74ae-b004-3f074f367887', NULL, NULL, '2026-11-25 23:43:32.418+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (19, 359192, '01a21517-d253-76e9-a24f-f416b26d727a', 'family_link', '01a21517-d253-76e9-a24f-f415e9bde1c4', NULL, '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.435+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (20, 359194, '01a21517-d259-72d4-93bc-9161dab969ec', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.441+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (21, 359196, '01a21517-d274-719f-96f4-0634afcc3605', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.468+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (22, 359198, '01a21517-d28f-7275-a2ee-7c03240a6d9c', 'visit', '01a21517-d222-7414-bdea-3ae37f5f4ad1', NULL, '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.495+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (23, 359200, '01a21517-d29b-74a5-bf6e-ab26ea336710', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.507+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (24, 359200, '01a21517-d29b-74a5-bf6e-ab290f4773e7', 'alert', '01a21517-d29b-74a5-bf6e-ab28c3e27559', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.507+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (25, 359202, '01a21517-d2ae-71f5-a9a0-68cdd0c6b107', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.526+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (26, 359204, '01a21517-d2be-7368-a4a6-5a3d9e43fc9d', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.542+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (27, 359206, '01a21517-d2d7-719f-bddb-81b38dc73001', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.567+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (28, 359208, '01a21517-d2e4-711f-8c72-cacdf81b292b', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.58+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (29, 359210, '01a21517-d2f4-751b-b742-7b3a4fd63203', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.596+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (30, 359210, '01a21517-d2f4-751b-b742-7b3d5df287e5', 'alert', '01a21517-d2f4-751b-b742-7b3c6613e93f', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.596+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (31, 359212, '01a21517-d312-75c3-b516-d4b02a81665f', 'journey', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '2026-11-25 23:43:32.626+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (32, 359214, '01a21517-d320-728e-ba46-cee7a4846849', 'journey', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f09acc5e86f', '2026-11-25 23:43:32.64+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (33, 359216, '01a21517-d338-7438-b023-38e3659b2363', 'journey', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f09acc5e86f', '2026-11-25 23:43:32.664+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (34, 359218, '01a21517-d34b-75fa-addd-d4c4c042029d', 'visit', '01a21517-d242-74ae-b004-3f09acc5e86f', NULL, '01a21517-d242-74ae-b004-3f09acc5e86f', '2026-11-25 23:43:32.683+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (35, 359220, '01a21517-d356-777f-a254-93446c327a49', 'journey', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f09acc5e86f', '2026-11-25 23:43:32.694+00');
INSERT INTO public.events OVERRIDING SYSTEM VALUE VALUES (36, 359220, '01a21517-d356-777f-a254-9346bd5b4897', 'alert', '01a21517-d356-777f-a254-934541128903', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f09acc5e86f', '2026-11-25 23:43:32.694+00');


--
-- Data for Name: family_links; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.family_links VALUES ('01a21517-d253-76e9-a24f-f415e9bde1c4', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '\x96e01f86b6c6d8ec9c5f01fe5979ebaf3b6e2446bb1b97adc59d25e2d2f871c5', 'Grandmother', 'en', 'status', 'invited', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.435+00', NULL, NULL, NULL);


--
-- Data for Name: family_openings; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: finder_words; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: journeys; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.journeys VALUES ('01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d242-74ae-b004-3f09acc5e86f', '01a21517-d242-74ae-b004-3f074f367887', '01a21517-d242-74ae-b004-3f05f31c0e0f', 'open', 'pre_op', '01a21517-d1f8-72e1-97db-ad68f29d7ed3', '2026-11-25 23:43:32.657+00', '{"last": ["2026-11-25T23:43:32.691Z", "01a21517-d353-7000-af4d-c5a85cd8dd00"], "told": {"at": "2026-11-25T23:43:32.657Z", "seen": {"stage": "pre_op", "outfit": ["gown", "mask"], "gowning": "gowned"}, "moments": [["arrived", "2026-11-25T23:43:32.418Z"], ["getting_ready", "2026-11-25T23:43:32.635Z"], ["dressed_and_ready", "2026-11-25T23:43:32.657Z"]]}, "rules": {"required": ["gown", "mask"], "clean_for_ms": 86400000, "copied_within_ms": 60000, "clean_on_ward_for_ms": 604800000}, "stage": "pre_op", "holder": {"kind": "nobody_known", "name": null, "since": "2026-11-25T23:43:32.691Z", "staff": null, "source": "01a21517-d353-7000-af4d-c5a85cd8dd00"}, "outfit": [{"item": "gown", "latex_free": true, "metal_free": true}, {"item": "mask", "latex_free": true, "metal_free": false}], "soiled": null, "status": "open", "cleaned": {"at": "2026-11-25T23:43:32.657Z", "bagged": true, "method": "wash", "attested_by": "family"}, "outcome": null, "concerns": [{"at": "2026-11-25T23:43:32.691Z", "kind": "missing", "cause": "01a21517-d353-7000-af4d-c5a85cd8dd00", "detail": "nobody knows where it is"}], "declined": false, "ever_worn": ["gown", "mask"], "screening": ["no", "no", "no", "no", "no", "no", "no", "yes"], "whereabouts": {"place": {"id": "01a21517-d1f8-72e1-97db-ad68f29d7ed3", "kind": "pre_op", "entry": "allowed", "isolation": false, "rewash_hours": null}, "since": "2026-11-25T23:43:32.635Z", "source": "01a21517-d31b-7000-81c4-3695a41de100", "resting_place": null}, "last_reading": ["QJXX50MWAZSS8", "01a21517-d1f8-72e1-97db-ad68f29d7ed3", "2026-11-25T23:43:32.635Z"], "last_seen_at": "2026-11-25T23:43:32.657Z", "late_known_at": null, "missing_since": "2026-11-25T23:43:32.691Z", "on_ward_since": null}', '{"at": "2026-11-25T23:43:32.657Z", "seen": {"stage": "pre_op", "outfit": ["gown", "mask"], "gowning": "gowned"}, "moments": [["arrived", "2026-11-25T23:43:32.418Z"], ["getting_ready", "2026-11-25T23:43:32.635Z"], ["dressed_and_ready", "2026-11-25T23:43:32.657Z"]]}', '2026-11-25 23:43:32.691+00', '01a21517-d353-7000-af4d-c5a85cd8dd00', 6, '2026-11-25 23:43:32.418+00');
INSERT INTO public.journeys VALUES ('01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '01a21517-d222-7414-bdea-3ae125b849a0', '01a21517-d222-7414-bdea-3adfd408de55', 'reunited', 'ward', '01a21517-d218-7372-9bc2-dc0507e48840', '2026-11-25 23:43:32.623+00', '{"last": ["2026-11-25T23:43:32.623Z", "01a21517-d30f-7000-b65d-82a370039400"], "told": {"at": "2026-11-25T23:43:32.623Z", "seen": {"stage": "ward", "outfit": [], "gowning": "taken_off"}, "moments": [["arrived", "2026-11-25T23:43:32.386Z"], ["getting_ready", "2026-11-25T23:43:32.438Z"], ["dressed_and_ready", "2026-11-25T23:43:32.466Z"], ["standing_watch", "2026-11-25T23:43:32.505Z"], ["waiting_close_by", "2026-11-25T23:43:32.592Z"], ["back_together", "2026-11-25T23:43:32.623Z"]]}, "rules": {"required": ["gown", "mask"], "clean_for_ms": 86400000, "copied_within_ms": 60000, "clean_on_ward_for_ms": 604800000}, "stage": "ward", "holder": {"kind": "child", "name": null, "since": "2026-11-25T23:43:32.623Z", "staff": null, "source": "01a21517-d30f-7000-b65d-82a370039400"}, "outfit": [], "soiled": null, "status": "reunited", "cleaned": {"at": "2026-11-25T23:43:32.466Z", "bagged": true, "method": "wash", "attested_by": "family"}, "outcome": null, "concerns": [{"at": "2026-11-25T23:43:32.505Z", "kind": "copied_tag", "cause": "01a21517-d299-7000-9990-2d9ef783c300", "detail": "its tag was read at two places too soon after each other"}, {"at": "2026-11-25T23:43:32.592Z", "kind": "copied_tag", "cause": "01a21517-d2f0-7000-9d87-a2ded90b2d00", "detail": "its tag was read at two places too soon after each other"}], "declined": false, "ever_worn": ["gown", "mask"], "screening": ["no", "no", "no", "no", "no", "no", "no", "yes"], "whereabouts": {"place": {"id": "01a21517-d218-7372-9bc2-dc0507e48840", "kind": "ward", "entry": "allowed", "isolation": false, "rewash_hours": null}, "since": "2026-11-25T23:43:32.592Z", "source": "01a21517-d2f0-7000-9d87-a2ded90b2d00", "resting_place": null}, "last_reading": ["D8CE1KYD6KZKD", "01a21517-d218-7372-9bc2-dc0507e48840", "2026-11-25T23:43:32.592Z"], "last_seen_at": "2026-11-25T23:43:32.623Z", "late_known_at": null, "missing_since": null, "on_ward_since": "2026-11-25T23:43:32.592Z"}', NULL, '2026-11-25 23:43:32.623+00', '01a21517-d30f-7000-b65d-82a370039400', 11, '2026-11-25 23:43:32.386+00');


--
-- Data for Name: kept_answers; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: notices; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.notices VALUES ('01a21517-d259-72d4-93bc-9162aecbf266', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '01a21517-d253-76e9-a24f-f415e9bde1c4', NULL, '2026-11-25 23:43:32.441+00', '2026-11-25 23:43:32.441+00', 0);
INSERT INTO public.notices VALUES ('01a21517-d274-719f-96f4-0635fd597615', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '01a21517-d253-76e9-a24f-f415e9bde1c4', NULL, '2026-11-25 23:43:32.468+00', '2026-11-25 23:43:32.468+00', 0);
INSERT INTO public.notices VALUES ('01a21517-d29b-74a5-bf6e-ab272a4d26f9', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '01a21517-d253-76e9-a24f-f415e9bde1c4', NULL, '2026-11-25 23:43:32.507+00', '2026-11-25 23:43:32.507+00', 0);
INSERT INTO public.notices VALUES ('01a21517-d2f4-751b-b742-7b3b0da2f5e5', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '01a21517-d253-76e9-a24f-f415e9bde1c4', NULL, '2026-11-25 23:43:32.596+00', '2026-11-25 23:43:32.596+00', 0);
INSERT INTO public.notices VALUES ('01a21517-d312-75c3-b516-d4b1084f7a63', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '01a21517-d253-76e9-a24f-f415e9bde1c4', NULL, '2026-11-25 23:43:32.626+00', '2026-11-25 23:43:32.626+00', 0);


--
-- Data for Name: phones; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: places; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.places VALUES ('01a21517-d1f8-72e1-97db-ad68f29d7ed3', 'Holding bay 3', 'pre_op', 'allowed', NULL, false, 'CP4C6VW65MN32', true, 1, '2026-11-25 23:43:32.344+00');
INSERT INTO public.places VALUES ('01a21517-d20a-74e7-b125-810862b2bc79', 'OR 7', 'operating_room', 'if_cleared', NULL, false, 'WQC3TKMD3WN7S', true, 1, '2026-11-25 23:43:32.362+00');
INSERT INTO public.places VALUES ('01a21517-d213-77d6-a49a-e6d1a0f8f9a6', 'PACU bay 2', 'recovery', 'allowed', NULL, false, 'AXZPCNXE8Y2R3', true, 1, '2026-11-25 23:43:32.371+00');
INSERT INTO public.places VALUES ('01a21517-d218-7372-9bc2-dc0507e48840', 'Ward 4 East', 'ward', 'allowed', NULL, false, 'J36JYPGZ744WE', true, 1, '2026-11-25 23:43:32.376+00');


--
-- Data for Name: purging; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: push_subscriptions; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: scans; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.scans VALUES ('01a21517-d256-7000-a5d6-c544f7fce214', '\x94b818c114884510faf13e32dcd38931a5fd33f2deec1d1b04394c27f3a2500f', '{"scan_id":"01a21517-d256-7000-a5d6-c544f7fce214","late":false,"steps":[{"id":"01a21517-d256-7000-a36a-76beb9dbc400","journey_id":"01a21517-d222-7414-bdea-3ae51832726d","scan_id":"01a21517-d256-7000-a5d6-c544f7fce214","action":{"kind":"moved","place_id":"01a21517-d1f8-72e1-97db-ad68f29d7ed3","resting_place":null},"occurred_at":"2026-11-25T23:43:32.438Z","recorded_at":"2026-11-25T23:43:32.441Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d222-7414-bdea-3ae51832726d","companion":{"id":"01a21517-d222-7414-bdea-3ae125b849a0","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-d222-7414-bdea-3ae37f5f4ad1","stage":"pre_op","place":{"id":"01a21517-d1f8-72e1-97db-ad68f29d7ed3","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:32.438Z","holder":{"kind":"child","name":null},"outfit":[],"gowning":{"status":"not_started","missing":["gown","mask"]},"clean":{"is_clean":false,"until":null,"why_not":"never_cleaned"},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"clean_missing","detail":"nobody has said that it was cleaned","override_role":"lead"},{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[],"reminders":[],"next":[{"kind":"cleaned"},{"kind":"dressed","items":["gown","mask"]},{"kind":"handed_over","to":"staff"},{"kind":"moved","place_kind":"operating_room"}],"status":"open","created_at":"2026-11-25T23:43:32.386Z","revision":3}}', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.438+00', '2026-11-25 23:43:32.441+00');
INSERT INTO public.scans VALUES ('01a21517-d272-7000-a2a0-05c77e3841b5', '\x94222dbe78d2c495531cd94426944fed8a7461d9890d9130f4931ae307fb48eb', '{"scan_id":"01a21517-d272-7000-a2a0-05c77e3841b5","late":false,"steps":[{"id":"01a21517-d272-7000-969a-a790b25c2600","journey_id":"01a21517-d222-7414-bdea-3ae51832726d","scan_id":"01a21517-d272-7000-a2a0-05c77e3841b5","action":{"kind":"cleaned","method":"wash","bagged":true,"attested_by":"family"},"occurred_at":"2026-11-25T23:43:32.466Z","recorded_at":"2026-11-25T23:43:32.468Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null},{"id":"01a21517-d272-7000-969a-a790b25c2601","journey_id":"01a21517-d222-7414-bdea-3ae51832726d","scan_id":"01a21517-d272-7000-a2a0-05c77e3841b5","action":{"kind":"dressed","items":["gown","mask"]},"occurred_at":"2026-11-25T23:43:32.466Z","recorded_at":"2026-11-25T23:43:32.468Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d222-7414-bdea-3ae51832726d","companion":{"id":"01a21517-d222-7414-bdea-3ae125b849a0","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-d222-7414-bdea-3ae37f5f4ad1","stage":"pre_op","place":{"id":"01a21517-d1f8-72e1-97db-ad68f29d7ed3","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:32.466Z","holder":{"kind":"child","name":null},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:32.466Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[],"reminders":[],"next":[{"kind":"handed_over","to":"staff"},{"kind":"moved","place_kind":"operating_room"}],"status":"open","created_at":"2026-11-25T23:43:32.386Z","revision":4}}', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.466+00', '2026-11-25 23:43:32.468+00');
INSERT INTO public.scans VALUES ('01a21517-d299-7000-8289-4f289e306fc4', '\x0b8fc9f33ba958a3680fba15be5c646e05658683547e6f8029d9f2b9fb5ec0dc', '{"scan_id":"01a21517-d299-7000-8289-4f289e306fc4","late":false,"steps":[{"id":"01a21517-d299-7000-9990-2d9ef783c300","journey_id":"01a21517-d222-7414-bdea-3ae51832726d","scan_id":"01a21517-d299-7000-8289-4f289e306fc4","action":{"kind":"moved","place_id":"01a21517-d20a-74e7-b125-810862b2bc79","resting_place":"shelf"},"occurred_at":"2026-11-25T23:43:32.505Z","recorded_at":"2026-11-25T23:43:32.507Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d222-7414-bdea-3ae51832726d","companion":{"id":"01a21517-d222-7414-bdea-3ae125b849a0","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-d222-7414-bdea-3ae37f5f4ad1","stage":"operating_room","place":{"id":"01a21517-d20a-74e7-b125-810862b2bc79","name":"OR 7","kind":"operating_room"},"last_seen_at":"2026-11-25T23:43:32.505Z","holder":{"kind":"child","name":null},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:32.466Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[{"id":"01a21517-d29b-74a5-bf6e-ab28c3e27559","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:32.505Z"}],"reminders":[{"key":"wipe_the_phone","text":"Wipe the phone."}],"next":[{"kind":"moved","place_kind":"recovery"},{"kind":"undressed","items":["gown","mask"]}],"status":"open","created_at":"2026-11-25T23:43:32.386Z","revision":5}}', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.505+00', '2026-11-25 23:43:32.507+00');
INSERT INTO public.scans VALUES ('01a21517-d2ac-7000-89db-66bc7a262534', '\x5e3b76b1aeaaf7295434223335d6fa1fe88b57bd4e005b8dc8aab5a2506085e3', '{"scan_id":"01a21517-d2ac-7000-89db-66bc7a262534","late":false,"steps":[{"id":"01a21517-d2ac-7000-b877-331cf29e0e00","journey_id":"01a21517-d222-7414-bdea-3ae51832726d","scan_id":"01a21517-d2ac-7000-89db-66bc7a262534","action":{"kind":"handed_over","to":"staff","name":"Quillfeather"},"occurred_at":"2026-11-25T23:43:32.524Z","recorded_at":"2026-11-25T23:43:32.526Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d222-7414-bdea-3ae51832726d","companion":{"id":"01a21517-d222-7414-bdea-3ae125b849a0","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-d222-7414-bdea-3ae37f5f4ad1","stage":"operating_room","place":{"id":"01a21517-d20a-74e7-b125-810862b2bc79","name":"OR 7","kind":"operating_room"},"last_seen_at":"2026-11-25T23:43:32.524Z","holder":{"kind":"staff","name":"Quillfeather"},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:32.466Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[{"id":"01a21517-d29b-74a5-bf6e-ab28c3e27559","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:32.505Z"}],"reminders":[{"key":"wipe_the_phone","text":"Wipe the phone."}],"next":[{"kind":"moved","place_kind":"recovery"},{"kind":"undressed","items":["gown","mask"]}],"status":"open","created_at":"2026-11-25T23:43:32.386Z","revision":6}}', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.524+00', '2026-11-25 23:43:32.526+00');
INSERT INTO public.scans VALUES ('01a21517-d2bb-7000-8b29-b43f524e3f51', '\x0f02008ae01b16ed61364b84aae590a9549d007b92041d26fadb9b02cf3e12e0', '{"scan_id":"01a21517-d2bb-7000-8b29-b43f524e3f51","late":false,"steps":[{"id":"01a21517-d2bb-7000-bf33-aecad9095d00","journey_id":"01a21517-d222-7414-bdea-3ae51832726d","scan_id":"01a21517-d2bb-7000-8b29-b43f524e3f51","action":{"kind":"noted","text":"Another bear was meant"},"occurred_at":"2026-11-25T23:43:32.539Z","recorded_at":"2026-11-25T23:43:32.542Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d222-7414-bdea-3ae51832726d","companion":{"id":"01a21517-d222-7414-bdea-3ae125b849a0","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-d222-7414-bdea-3ae37f5f4ad1","stage":"operating_room","place":{"id":"01a21517-d20a-74e7-b125-810862b2bc79","name":"OR 7","kind":"operating_room"},"last_seen_at":"2026-11-25T23:43:32.524Z","holder":{"kind":"staff","name":"Quillfeather"},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:32.466Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[{"id":"01a21517-d29b-74a5-bf6e-ab28c3e27559","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:32.505Z"}],"reminders":[{"key":"wipe_the_phone","text":"Wipe the phone."}],"next":[{"kind":"moved","place_kind":"recovery"},{"kind":"undressed","items":["gown","mask"]}],"status":"open","created_at":"2026-11-25T23:43:32.386Z","revision":7}}', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.539+00', '2026-11-25 23:43:32.542+00');
INSERT INTO public.scans VALUES ('01a21517-d353-7000-a752-fff908eb0cfa', '\x582edb289f36207c94e7736be08ca05a1d928680fbe8ddb3dd6e1566702d11af', '{"scan_id":"01a21517-d353-7000-a752-fff908eb0cfa","late":false,"steps":[{"id":"01a21517-d353-7000-af4d-c5a85cd8dd00","journey_id":"01a21517-d242-74ae-b004-3f0b39f0bf56","scan_id":"01a21517-d353-7000-a752-fff908eb0cfa","action":{"kind":"reported_missing"},"occurred_at":"2026-11-25T23:43:32.691Z","recorded_at":"2026-11-25T23:43:32.694Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d242-74ae-b004-3f0b39f0bf56","companion":{"id":"01a21517-d242-74ae-b004-3f074f367887","name":"Hops","species":"rabbit"},"child_alias":"Comet","visit_id":"01a21517-d242-74ae-b004-3f09acc5e86f","stage":"pre_op","place":{"id":"01a21517-d1f8-72e1-97db-ad68f29d7ed3","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:32.657Z","holder":{"kind":"nobody_known","name":null},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:32.657Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[{"id":"01a21517-d356-777f-a254-934541128903","kind":"missing","detail":"nobody knows where it is","raised_at":"2026-11-25T23:43:32.691Z"}],"reminders":[],"next":[{"kind":"found"}],"status":"open","created_at":"2026-11-25T23:43:32.418Z","revision":6}}', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.691+00', '2026-11-25 23:43:32.694+00');
INSERT INTO public.scans VALUES ('01a21517-d2e2-7000-90a9-4165cf1d1e9a', '\xb5428deae3f5c3b814d75ae4f2c077850f804854cba3852adb639e97091015de', '{"scan_id":"01a21517-d2e2-7000-90a9-4165cf1d1e9a","late":false,"steps":[{"id":"01a21517-d2e2-7000-bceb-9681048c0700","journey_id":"01a21517-d222-7414-bdea-3ae51832726d","scan_id":"01a21517-d2e2-7000-90a9-4165cf1d1e9a","action":{"kind":"undressed","items":["gown","mask"]},"occurred_at":"2026-11-25T23:43:32.578Z","recorded_at":"2026-11-25T23:43:32.580Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d222-7414-bdea-3ae51832726d","companion":{"id":"01a21517-d222-7414-bdea-3ae125b849a0","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-d222-7414-bdea-3ae37f5f4ad1","stage":"operating_room","place":{"id":"01a21517-d20a-74e7-b125-810862b2bc79","name":"OR 7","kind":"operating_room"},"last_seen_at":"2026-11-25T23:43:32.578Z","holder":{"kind":"staff","name":"Quillfeather"},"outfit":[],"gowning":{"status":"taken_off","missing":["gown","mask"]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:32.466Z","why_not":null},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[{"id":"01a21517-d29b-74a5-bf6e-ab28c3e27559","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:32.505Z"}],"reminders":[{"key":"wipe_the_phone","text":"Wipe the phone."}],"next":[{"kind":"moved","place_kind":"recovery"}],"status":"open","created_at":"2026-11-25T23:43:32.386Z","revision":9}}', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.578+00', '2026-11-25 23:43:32.58+00');
INSERT INTO public.scans VALUES ('01a21517-d2f0-7000-81f6-4fd1220f6e3c', '\xcc8554ec15db95455c3d704e842c5f85b4cf2fc3653c6a483395b1f1b68a68af', '{"scan_id":"01a21517-d2f0-7000-81f6-4fd1220f6e3c","late":false,"steps":[{"id":"01a21517-d2f0-7000-9d87-a2ded90b2d00","journey_id":"01a21517-d222-7414-bdea-3ae51832726d","scan_id":"01a21517-d2f0-7000-81f6-4fd1220f6e3c","action":{"kind":"moved","place_id":"01a21517-d218-7372-9bc2-dc0507e48840","resting_place":null},"occurred_at":"2026-11-25T23:43:32.592Z","recorded_at":"2026-11-25T23:43:32.596Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d222-7414-bdea-3ae51832726d","companion":{"id":"01a21517-d222-7414-bdea-3ae125b849a0","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-d222-7414-bdea-3ae37f5f4ad1","stage":"ward","place":{"id":"01a21517-d218-7372-9bc2-dc0507e48840","name":"Ward 4 East","kind":"ward"},"last_seen_at":"2026-11-25T23:43:32.592Z","holder":{"kind":"staff","name":"Quillfeather"},"outfit":[],"gowning":{"status":"taken_off","missing":["gown","mask"]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:32.466Z","why_not":null},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[{"id":"01a21517-d29b-74a5-bf6e-ab28c3e27559","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:32.505Z"},{"id":"01a21517-d2f4-751b-b742-7b3c6613e93f","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:32.592Z"}],"reminders":[],"next":[{"kind":"reunited","with":"child"},{"kind":"handed_over","to":"child"},{"kind":"closed","outcome":"with_child"}],"status":"open","created_at":"2026-11-25T23:43:32.386Z","revision":10}}', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.592+00', '2026-11-25 23:43:32.596+00');
INSERT INTO public.scans VALUES ('01a21517-d331-7000-b032-5c1f3fe2ac99', '\x0d67a61c4295b099e33677771167a06727db96c83a2db35e94dc24a80ad2c4c8', '{"scan_id":"01a21517-d331-7000-b032-5c1f3fe2ac99","late":false,"steps":[{"id":"01a21517-d331-7000-b19e-a8338c295e00","journey_id":"01a21517-d242-74ae-b004-3f0b39f0bf56","scan_id":"01a21517-d331-7000-b032-5c1f3fe2ac99","action":{"kind":"cleaned","method":"wash","bagged":true,"attested_by":"family"},"occurred_at":"2026-11-25T23:43:32.657Z","recorded_at":"2026-11-25T23:43:32.664Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null},{"id":"01a21517-d331-7000-b19e-a8338c295e01","journey_id":"01a21517-d242-74ae-b004-3f0b39f0bf56","scan_id":"01a21517-d331-7000-b032-5c1f3fe2ac99","action":{"kind":"dressed","items":["gown","mask"]},"occurred_at":"2026-11-25T23:43:32.657Z","recorded_at":"2026-11-25T23:43:32.664Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d242-74ae-b004-3f0b39f0bf56","companion":{"id":"01a21517-d242-74ae-b004-3f074f367887","name":"Hops","species":"rabbit"},"child_alias":"Comet","visit_id":"01a21517-d242-74ae-b004-3f09acc5e86f","stage":"pre_op","place":{"id":"01a21517-d1f8-72e1-97db-ad68f29d7ed3","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:32.657Z","holder":{"kind":"child","name":null},"outfit":["gown","mask"],"gowning":{"status":"gowned","missing":[]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:32.657Z","why_not":null},"clearance":{"operating_room":{"cleared":true,"blockers":[]},"imaging":{"cleared":false,"blockers":[{"rule":"imaging_metal","detail":"take off first, not marked metal-free: mask","override_role":null}]}},"alerts":[],"reminders":[],"next":[{"kind":"handed_over","to":"staff"},{"kind":"moved","place_kind":"operating_room"}],"status":"open","created_at":"2026-11-25T23:43:32.418Z","revision":4}}', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.657+00', '2026-11-25 23:43:32.664+00');
INSERT INTO public.scans VALUES ('01a21517-d30f-7000-9e79-344ac41bfc59', '\x965efa8be718f7902225483ade0bfd6ebf95ca71523e0708599bc5abb9b302b0', '{"scan_id":"01a21517-d30f-7000-9e79-344ac41bfc59","late":false,"steps":[{"id":"01a21517-d30f-7000-b65d-82a370039400","journey_id":"01a21517-d222-7414-bdea-3ae51832726d","scan_id":"01a21517-d30f-7000-9e79-344ac41bfc59","action":{"kind":"reunited","with":"child"},"occurred_at":"2026-11-25T23:43:32.623Z","recorded_at":"2026-11-25T23:43:32.626Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d222-7414-bdea-3ae51832726d","companion":{"id":"01a21517-d222-7414-bdea-3ae125b849a0","name":"Biscuit","species":"bear"},"child_alias":"Little Star","visit_id":"01a21517-d222-7414-bdea-3ae37f5f4ad1","stage":"ward","place":{"id":"01a21517-d218-7372-9bc2-dc0507e48840","name":"Ward 4 East","kind":"ward"},"last_seen_at":"2026-11-25T23:43:32.623Z","holder":{"kind":"child","name":null},"outfit":[],"gowning":{"status":"taken_off","missing":["gown","mask"]},"clean":{"is_clean":true,"until":"2026-11-26T23:43:32.466Z","why_not":null},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[{"id":"01a21517-d29b-74a5-bf6e-ab28c3e27559","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:32.505Z"},{"id":"01a21517-d2f4-751b-b742-7b3c6613e93f","kind":"copied_tag","detail":"its tag was read at two places too soon after each other","raised_at":"2026-11-25T23:43:32.592Z"}],"reminders":[],"next":[{"kind":"closed","outcome":"with_child"}],"status":"reunited","created_at":"2026-11-25T23:43:32.386Z","revision":11}}', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.623+00', '2026-11-25 23:43:32.626+00');
INSERT INTO public.scans VALUES ('01a21517-d31b-7000-85b0-725ebf71d291', '\x2a0ab301589934894f61c156c9cd8fb2c0ef8096cbff71291d5e6957a75795e6', '{"scan_id":"01a21517-d31b-7000-85b0-725ebf71d291","late":false,"steps":[{"id":"01a21517-d31b-7000-81c4-3695a41de100","journey_id":"01a21517-d242-74ae-b004-3f0b39f0bf56","scan_id":"01a21517-d31b-7000-85b0-725ebf71d291","action":{"kind":"moved","place_id":"01a21517-d1f8-72e1-97db-ad68f29d7ed3","resting_place":null},"occurred_at":"2026-11-25T23:43:32.635Z","recorded_at":"2026-11-25T23:43:32.640Z","late":false,"by":{"id":"01a21517-cecf-72c4-977c-e86fb62dba42","display_name":"installer"},"witness":null,"override":null,"voided_by":null}],"journey":{"id":"01a21517-d242-74ae-b004-3f0b39f0bf56","companion":{"id":"01a21517-d242-74ae-b004-3f074f367887","name":"Hops","species":"rabbit"},"child_alias":"Comet","visit_id":"01a21517-d242-74ae-b004-3f09acc5e86f","stage":"pre_op","place":{"id":"01a21517-d1f8-72e1-97db-ad68f29d7ed3","name":"Holding bay 3","kind":"pre_op"},"last_seen_at":"2026-11-25T23:43:32.635Z","holder":{"kind":"child","name":null},"outfit":[],"gowning":{"status":"not_started","missing":["gown","mask"]},"clean":{"is_clean":false,"until":null,"why_not":"never_cleaned"},"clearance":{"operating_room":{"cleared":false,"blockers":[{"rule":"clean_missing","detail":"nobody has said that it was cleaned","override_role":"lead"},{"rule":"not_gowned","detail":"not on yet: gown, mask","override_role":"staff"}]},"imaging":{"cleared":true,"blockers":[]}},"alerts":[],"reminders":[],"next":[{"kind":"cleaned"},{"kind":"dressed","items":["gown","mask"]},{"kind":"handed_over","to":"staff"},{"kind":"moved","place_kind":"operating_room"}],"status":"open","created_at":"2026-11-25T23:43:32.418Z","revision":3}}', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.635+00', '2026-11-25 23:43:32.64+00');


--
-- Data for Name: service_tokens; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: sessions; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.sessions VALUES ('\x13ed1a7aa6af7d512040368c068f03f6a9b492a99e5d86e05ff57c37be0ff109', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.251+00', '2026-11-25 23:43:32.251+00', '2026-11-26 11:43:32.251+00', NULL, NULL, '\x4150f2d784f365f4a92ddcd5e0468a4b4a47c299f136ef210c4d586a10ed9b26');


--
-- Data for Name: sign_in_attempts; Type: TABLE DATA; Schema: public; Owner: -
--



--
-- Data for Name: staff; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.staff VALUES ('01a21517-cecf-72c4-977c-e86fb62dba42', 'installer', 'installer', 'admin', '$argon2id$v=19$m=19456,t=2,p=1$0fJWsw+QBg6UnHzYSVOO+g$PhQmgCgd8D9T2sVi1TPLqMLV6VHlMDAnU+xvyhjwK78', NULL, 1, '2026-11-25 23:43:31.535+00', NULL);
INSERT INTO public.staff VALUES ('01a21517-d1ec-7654-9737-850798d35e3c', 'nurse', 'A nurse', 'staff', '$argon2id$v=19$m=19456,t=2,p=1$+e5UjtlJUoJ6cy8D2InUsg$Afdn029leUEWnV6iYuzpMe181KfT+54DtRF/sY7yZ4M', NULL, 1, '2026-11-25 23:43:32.332+00', NULL);


--
-- Data for Name: steps; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.steps VALUES ('01a21517-d222-7414-bdea-3ae6a9bc80e9', '01a21517-d222-7414-bdea-3ae51832726d', NULL, 'checked_in', '{"what": {"kind": "checked_in", "place": null, "rules": {"required": ["gown", "mask"], "clean_for_ms": 86400000, "copied_within_ms": 60000, "clean_on_ward_for_ms": 604800000}, "isolation": false, "screening": ["no", "no", "no", "no", "no", "no", "no", "yes"]}}', '2026-11-25 23:43:32.386+00', '2026-11-25 23:43:32.386+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d242-74ae-b004-3f0ce3728d46', '01a21517-d242-74ae-b004-3f0b39f0bf56', NULL, 'checked_in', '{"what": {"kind": "checked_in", "place": null, "rules": {"required": ["gown", "mask"], "clean_for_ms": 86400000, "copied_within_ms": 60000, "clean_on_ward_for_ms": 604800000}, "isolation": false, "screening": ["no", "no", "no", "no", "no", "no", "no", "yes"]}}', '2026-11-25 23:43:32.418+00', '2026-11-25 23:43:32.418+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'QJXX50MWAZSS8');
INSERT INTO public.steps VALUES ('01a21517-d256-7000-a36a-76beb9dbc400', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d256-7000-a5d6-c544f7fce214', 'moved', '{"what": {"kind": "moved", "place": {"id": "01a21517-d1f8-72e1-97db-ad68f29d7ed3", "kind": "pre_op", "entry": "allowed", "isolation": false, "rewash_hours": null}, "resting_place": null}}', '2026-11-25 23:43:32.438+00', '2026-11-25 23:43:32.441+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d272-7000-969a-a790b25c2600', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d272-7000-a2a0-05c77e3841b5', 'cleaned', '{"what": {"kind": "cleaned", "bagged": true, "method": "wash", "attested_by": "family"}}', '2026-11-25 23:43:32.466+00', '2026-11-25 23:43:32.468+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d272-7000-969a-a790b25c2601', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d272-7000-a2a0-05c77e3841b5', 'dressed', '{"what": {"kind": "dressed", "items": [{"item": "gown", "latex_free": true, "metal_free": true}, {"item": "mask", "latex_free": true, "metal_free": false}], "latex_precaution": false}}', '2026-11-25 23:43:32.466+00', '2026-11-25 23:43:32.468+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d299-7000-9990-2d9ef783c300', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d299-7000-8289-4f289e306fc4', 'moved', '{"what": {"kind": "moved", "place": {"id": "01a21517-d20a-74e7-b125-810862b2bc79", "kind": "operating_room", "entry": "if_cleared", "isolation": false, "rewash_hours": null}, "resting_place": "shelf"}}', '2026-11-25 23:43:32.505+00', '2026-11-25 23:43:32.507+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d2ac-7000-b877-331cf29e0e00', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d2ac-7000-89db-66bc7a262534', 'handed_over', '{"what": {"to": "staff", "kind": "handed_over", "name": "Quillfeather"}}', '2026-11-25 23:43:32.524+00', '2026-11-25 23:43:32.526+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d2bb-7000-bf33-aecad9095d00', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d2bb-7000-8b29-b43f524e3f51', 'noted', '{"what": {"kind": "noted", "text": "Another bear was meant"}}', '2026-11-25 23:43:32.539+00', '2026-11-25 23:43:32.542+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d2d7-719f-bddb-81b2deb33c1f', '01a21517-d222-7414-bdea-3ae51832726d', NULL, 'voided', '{"what": {"kind": "voided", "step": "01a21517-d2bb-7000-bf33-aecad9095d00", "reason": "another bear"}}', '2026-11-25 23:43:32.567+00', '2026-11-25 23:43:32.567+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, NULL);
INSERT INTO public.steps VALUES ('01a21517-d2e2-7000-bceb-9681048c0700', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d2e2-7000-90a9-4165cf1d1e9a', 'undressed', '{"what": {"kind": "undressed", "items": ["gown", "mask"]}}', '2026-11-25 23:43:32.578+00', '2026-11-25 23:43:32.58+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d2f0-7000-9d87-a2ded90b2d00', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d2f0-7000-81f6-4fd1220f6e3c', 'moved', '{"what": {"kind": "moved", "place": {"id": "01a21517-d218-7372-9bc2-dc0507e48840", "kind": "ward", "entry": "allowed", "isolation": false, "rewash_hours": null}, "resting_place": null}}', '2026-11-25 23:43:32.592+00', '2026-11-25 23:43:32.596+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d30f-7000-b65d-82a370039400', '01a21517-d222-7414-bdea-3ae51832726d', '01a21517-d30f-7000-9e79-344ac41bfc59', 'reunited', '{"what": {"kind": "reunited", "with_guardian": false}}', '2026-11-25 23:43:32.623+00', '2026-11-25 23:43:32.626+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'D8CE1KYD6KZKD');
INSERT INTO public.steps VALUES ('01a21517-d31b-7000-81c4-3695a41de100', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d31b-7000-85b0-725ebf71d291', 'moved', '{"what": {"kind": "moved", "place": {"id": "01a21517-d1f8-72e1-97db-ad68f29d7ed3", "kind": "pre_op", "entry": "allowed", "isolation": false, "rewash_hours": null}, "resting_place": null}}', '2026-11-25 23:43:32.635+00', '2026-11-25 23:43:32.64+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'QJXX50MWAZSS8');
INSERT INTO public.steps VALUES ('01a21517-d331-7000-b19e-a8338c295e00', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d331-7000-b032-5c1f3fe2ac99', 'cleaned', '{"what": {"kind": "cleaned", "bagged": true, "method": "wash", "attested_by": "family"}}', '2026-11-25 23:43:32.657+00', '2026-11-25 23:43:32.664+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'QJXX50MWAZSS8');
INSERT INTO public.steps VALUES ('01a21517-d331-7000-b19e-a8338c295e01', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d331-7000-b032-5c1f3fe2ac99', 'dressed', '{"what": {"kind": "dressed", "items": [{"item": "gown", "latex_free": true, "metal_free": true}, {"item": "mask", "latex_free": true, "metal_free": false}], "latex_precaution": false}}', '2026-11-25 23:43:32.657+00', '2026-11-25 23:43:32.664+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'QJXX50MWAZSS8');
INSERT INTO public.steps VALUES ('01a21517-d353-7000-af4d-c5a85cd8dd00', '01a21517-d242-74ae-b004-3f0b39f0bf56', '01a21517-d353-7000-a752-fff908eb0cfa', 'reported_missing', '{"what": {"kind": "reported_missing"}}', '2026-11-25 23:43:32.691+00', '2026-11-25 23:43:32.694+00', false, '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, 'QJXX50MWAZSS8');


--
-- Data for Name: tags; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.tags VALUES ('E68QX1FGFWW53', 'blank', 'fabric', NULL, NULL, NULL, NULL, '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.38+00');
INSERT INTO public.tags VALUES ('D8CE1KYD6KZKD', 'live', 'fabric', '01a21517-d222-7414-bdea-3ae125b849a0', '2026-11-25 23:43:32.386+00', '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.38+00');
INSERT INTO public.tags VALUES ('QJXX50MWAZSS8', 'live', 'fabric', '01a21517-d242-74ae-b004-3f074f367887', '2026-11-25 23:43:32.418+00', '01a21517-cecf-72c4-977c-e86fb62dba42', NULL, '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.38+00');


--
-- Data for Name: visit_moves; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.visit_moves VALUES ('01a21517-d28f-7275-a2ee-7c02e0a39816', '01a21517-d222-7414-bdea-3ae37f5f4ad1', '01a21517-d20a-74e7-b125-810862b2bc79', '2026-11-25 23:43:32.492+00', '2026-11-25 23:43:32.495+00', '01a21517-cecf-72c4-977c-e86fb62dba42', NULL);


--
-- Data for Name: visits; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.visits VALUES ('01a21517-d222-7414-bdea-3ae37f5f4ad1', '01a21517-d222-7414-bdea-3adfd408de55', 'in_progress', '01a21517-d20a-74e7-b125-810862b2bc79', '2026-11-25 23:43:32.492+00', NULL, NULL, NULL, NULL, 2, '2026-11-25 23:43:32.386+00', NULL);
INSERT INTO public.visits VALUES ('01a21517-d242-74ae-b004-3f09acc5e86f', '01a21517-d242-74ae-b004-3f05f31c0e0f', 'in_progress', NULL, NULL, 'hold', 'we talk first', '01a21517-cecf-72c4-977c-e86fb62dba42', '2026-11-25 23:43:32.683+00', 2, '2026-11-25 23:43:32.418+00', NULL);


--
-- Name: events_seq_seq; Type: SEQUENCE SET; Schema: public; Owner: -
--

SELECT pg_catalog.setval('public.events_seq_seq', 36, true);


--
-- Name: __diesel_schema_migrations __diesel_schema_migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.__diesel_schema_migrations
    ADD CONSTRAINT __diesel_schema_migrations_pkey PRIMARY KEY (version);


--
-- Name: alerts alerts_journey_id_kind_cause_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_journey_id_kind_cause_key UNIQUE (journey_id, kind, cause);


--
-- Name: alerts alerts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_pkey PRIMARY KEY (id);


--
-- Name: children children_patient_ref_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children
    ADD CONSTRAINT children_patient_ref_key UNIQUE (patient_ref);


--
-- Name: children children_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.children
    ADD CONSTRAINT children_pkey PRIMARY KEY (id);


--
-- Name: companions companions_id_child_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.companions
    ADD CONSTRAINT companions_id_child_id_key UNIQUE (id, child_id);


--
-- Name: companions companions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.companions
    ADD CONSTRAINT companions_pkey PRIMARY KEY (id);


--
-- Name: enrolments enrolments_code_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enrolments
    ADD CONSTRAINT enrolments_code_hash_key PRIMARY KEY (code_hash);


--
-- Name: events events_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_id_key UNIQUE (id);


--
-- Name: events events_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (seq);


--
-- Name: family_links family_links_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.family_links
    ADD CONSTRAINT family_links_pkey PRIMARY KEY (id);


--
-- Name: family_links family_links_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.family_links
    ADD CONSTRAINT family_links_token_hash_key UNIQUE (token_hash);


--
-- Name: family_openings family_openings_link_id_minute_address_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.family_openings
    ADD CONSTRAINT family_openings_link_id_minute_address_hash_key PRIMARY KEY (link_id, minute, address_hash);


--
-- Name: finder_words finder_words_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.finder_words
    ADD CONSTRAINT finder_words_pkey PRIMARY KEY (id);


--
-- Name: journeys journeys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journeys
    ADD CONSTRAINT journeys_pkey PRIMARY KEY (id);


--
-- Name: journeys journeys_visit_id_companion_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journeys
    ADD CONSTRAINT journeys_visit_id_companion_id_key UNIQUE (visit_id, companion_id);


--
-- Name: kept_answers kept_answers_caller_key_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.kept_answers
    ADD CONSTRAINT kept_answers_caller_key_hash_key PRIMARY KEY (caller, key_hash);


--
-- Name: notices notices_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_pkey PRIMARY KEY (id);


--
-- Name: phones phones_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.phones
    ADD CONSTRAINT phones_pkey PRIMARY KEY (id);


--
-- Name: phones phones_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.phones
    ADD CONSTRAINT phones_token_hash_key UNIQUE (token_hash);


--
-- Name: places places_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.places
    ADD CONSTRAINT places_code_key UNIQUE (code);


--
-- Name: places places_name_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.places
    ADD CONSTRAINT places_name_key UNIQUE (name);


--
-- Name: places places_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.places
    ADD CONSTRAINT places_pkey PRIMARY KEY (id);


--
-- Name: purging purging_journey_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.purging
    ADD CONSTRAINT purging_journey_id_key PRIMARY KEY (journey_id);


--
-- Name: push_subscriptions push_subscriptions_link_id_endpoint_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_link_id_endpoint_key UNIQUE (link_id, endpoint);


--
-- Name: push_subscriptions push_subscriptions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_pkey PRIMARY KEY (id);


--
-- Name: scans scans_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.scans
    ADD CONSTRAINT scans_pkey PRIMARY KEY (id);


--
-- Name: service_tokens service_tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service_tokens
    ADD CONSTRAINT service_tokens_pkey PRIMARY KEY (id);


--
-- Name: service_tokens service_tokens_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service_tokens
    ADD CONSTRAINT service_tokens_token_hash_key UNIQUE (token_hash);


--
-- Name: sessions sessions_queue_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_queue_hash_key UNIQUE (queue_hash);


--
-- Name: sessions sessions_token_hash_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_token_hash_key PRIMARY KEY (token_hash);


--
-- Name: sign_in_attempts sign_in_attempts_bucket_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sign_in_attempts
    ADD CONSTRAINT sign_in_attempts_bucket_key PRIMARY KEY (bucket);


--
-- Name: staff staff_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_pkey PRIMARY KEY (id);


--
-- Name: staff staff_username_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.staff
    ADD CONSTRAINT staff_username_key UNIQUE (username);


--
-- Name: steps steps_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.steps
    ADD CONSTRAINT steps_pkey PRIMARY KEY (id);


--
-- Name: tags tags_code_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_code_key PRIMARY KEY (code);


--
-- Name: visit_moves visit_moves_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit_moves
    ADD CONSTRAINT visit_moves_pkey PRIMARY KEY (id);


--
-- Name: visit_moves visit_moves_visit_id_occurred_at_place_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit_moves
    ADD CONSTRAINT visit_moves_visit_id_occurred_at_place_id_key UNIQUE (visit_id, occurred_at, place_id);


--
-- Name: visits visits_id_child_id_key; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_id_child_id_key UNIQUE (id, child_id);


--
-- Name: visits visits_pkey; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_pkey PRIMARY KEY (id);


--
-- Name: alerts_open; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX alerts_open ON public.alerts USING btree (id) WHERE (resolved_at IS NULL);


--
-- Name: companions_of_child; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX companions_of_child ON public.companions USING btree (child_id, id);


--
-- Name: events_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX events_by_age ON public.events USING btree (recorded_at);


--
-- Name: events_in_order; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX events_in_order ON public.events USING btree (txid, seq);


--
-- Name: family_links_of_visit; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX family_links_of_visit ON public.family_links USING btree (visit_id, id);


--
-- Name: finder_words_of_tag; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX finder_words_of_tag ON public.finder_words USING btree (tag, left_at);


--
-- Name: journeys_at_place; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journeys_at_place ON public.journeys USING btree (place_id, id);


--
-- Name: journeys_by_stage; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journeys_by_stage ON public.journeys USING btree (stage, id);


--
-- Name: journeys_by_status; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journeys_by_status ON public.journeys USING btree (status, id);


--
-- Name: journeys_by_status_and_stage; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journeys_by_status_and_stage ON public.journeys USING btree (status, stage, id);


--
-- Name: journeys_of_companion; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journeys_of_companion ON public.journeys USING btree (companion_id, id);


--
-- Name: journeys_of_visit; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX journeys_of_visit ON public.journeys USING btree (visit_id, status, stage);


--
-- Name: kept_answers_by_age; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX kept_answers_by_age ON public.kept_answers USING btree (created_at);


--
-- Name: notices_due; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notices_due ON public.notices USING btree (due_at, id);


--
-- Name: notices_of_link; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notices_of_link ON public.notices USING btree (link_id, subscription_id, id);


--
-- Name: notices_of_subscription; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notices_of_subscription ON public.notices USING btree (subscription_id);


--
-- Name: notices_of_visit; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX notices_of_visit ON public.notices USING btree (visit_id);


--
-- Name: scans_of_journey; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX scans_of_journey ON public.scans USING btree (journey_id);


--
-- Name: scans_recorded; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX scans_recorded ON public.scans USING btree (recorded_at);


--
-- Name: sessions_of_phone; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sessions_of_phone ON public.sessions USING btree (phone_id, created_at);


--
-- Name: sessions_of_staff; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX sessions_of_staff ON public.sessions USING btree (staff_id);


--
-- Name: steps_in_order; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX steps_in_order ON public.steps USING btree (journey_id, occurred_at, id);


--
-- Name: steps_recorded; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX steps_recorded ON public.steps USING btree (recorded_at);


--
-- Name: tags_of_companion; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX tags_of_companion ON public.tags USING btree (companion_id);


--
-- Name: visits_of_child; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX visits_of_child ON public.visits USING btree (child_id, id);


--
-- Name: visits_placed; Type: INDEX; Schema: public; Owner: -
--

CREATE INDEX visits_placed ON public.visits USING btree (status, placed_at);


--
-- Name: events events_stay; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER events_stay BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.refuse_to_change_an_event();


--
-- Name: visit_moves moves_stay; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER moves_stay BEFORE DELETE OR UPDATE ON public.visit_moves FOR EACH ROW EXECUTE FUNCTION public.refuse_to_change_a_move();


--
-- Name: visit_moves moves_stay_whole; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER moves_stay_whole BEFORE TRUNCATE ON public.visit_moves FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_truncate('moves');


--
-- Name: family_openings openings_stay; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER openings_stay BEFORE DELETE OR UPDATE ON public.family_openings FOR EACH ROW EXECUTE FUNCTION public.refuse_to_change_an_opening();


--
-- Name: family_openings openings_stay_whole; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER openings_stay_whole BEFORE TRUNCATE ON public.family_openings FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_change_an_opening();


--
-- Name: steps steps_stay; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER steps_stay BEFORE DELETE OR UPDATE ON public.steps FOR EACH ROW EXECUTE FUNCTION public.refuse_to_change_a_step();


--
-- Name: steps steps_stay_whole; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER steps_stay_whole BEFORE TRUNCATE ON public.steps FOR EACH STATEMENT EXECUTE FUNCTION public.refuse_to_truncate('steps');


--
-- Name: alerts alerts_journey_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_journey_id_fkey FOREIGN KEY (journey_id) REFERENCES public.journeys(id);


--
-- Name: alerts alerts_resolved_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alerts
    ADD CONSTRAINT alerts_resolved_by_fkey FOREIGN KEY (resolved_by) REFERENCES public.staff(id);


--
-- Name: companions companions_child_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.companions
    ADD CONSTRAINT companions_child_id_fkey FOREIGN KEY (child_id) REFERENCES public.children(id);


--
-- Name: enrolments enrolments_made_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.enrolments
    ADD CONSTRAINT enrolments_made_by_fkey FOREIGN KEY (made_by) REFERENCES public.staff(id);


--
-- Name: family_links family_links_created_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.family_links
    ADD CONSTRAINT family_links_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.staff(id);


--
-- Name: family_links family_links_visit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.family_links
    ADD CONSTRAINT family_links_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(id);


--
-- Name: family_openings family_openings_link_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.family_openings
    ADD CONSTRAINT family_openings_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.family_links(id);


--
-- Name: finder_words finder_words_tag_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.finder_words
    ADD CONSTRAINT finder_words_tag_fkey FOREIGN KEY (tag) REFERENCES public.tags(code);


--
-- Name: journeys journeys_child_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journeys
    ADD CONSTRAINT journeys_child_id_fkey FOREIGN KEY (child_id) REFERENCES public.children(id);


--
-- Name: journeys journeys_companion_id_child_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journeys
    ADD CONSTRAINT journeys_companion_id_child_id_fkey FOREIGN KEY (companion_id, child_id) REFERENCES public.companions(id, child_id);


--
-- Name: journeys journeys_companion_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journeys
    ADD CONSTRAINT journeys_companion_id_fkey FOREIGN KEY (companion_id) REFERENCES public.companions(id);


--
-- Name: journeys journeys_place_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journeys
    ADD CONSTRAINT journeys_place_id_fkey FOREIGN KEY (place_id) REFERENCES public.places(id);


--
-- Name: journeys journeys_visit_id_child_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journeys
    ADD CONSTRAINT journeys_visit_id_child_id_fkey FOREIGN KEY (visit_id, child_id) REFERENCES public.visits(id, child_id);


--
-- Name: journeys journeys_visit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.journeys
    ADD CONSTRAINT journeys_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(id);


--
-- Name: notices notices_link_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.family_links(id);


--
-- Name: notices notices_subscription_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_subscription_id_fkey FOREIGN KEY (subscription_id) REFERENCES public.push_subscriptions(id) ON DELETE CASCADE;


--
-- Name: notices notices_visit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.notices
    ADD CONSTRAINT notices_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(id);


--
-- Name: phones phones_enrolled_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.phones
    ADD CONSTRAINT phones_enrolled_by_fkey FOREIGN KEY (enrolled_by) REFERENCES public.staff(id);


--
-- Name: push_subscriptions push_subscriptions_link_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.push_subscriptions
    ADD CONSTRAINT push_subscriptions_link_id_fkey FOREIGN KEY (link_id) REFERENCES public.family_links(id);


--
-- Name: scans scans_by_staff_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.scans
    ADD CONSTRAINT scans_by_staff_fkey FOREIGN KEY (by_staff) REFERENCES public.staff(id);


--
-- Name: scans scans_journey_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.scans
    ADD CONSTRAINT scans_journey_id_fkey FOREIGN KEY (journey_id) REFERENCES public.journeys(id);


--
-- Name: service_tokens service_tokens_created_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.service_tokens
    ADD CONSTRAINT service_tokens_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.staff(id);


--
-- Name: sessions sessions_phone_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_phone_id_fkey FOREIGN KEY (phone_id) REFERENCES public.phones(id);


--
-- Name: sessions sessions_staff_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_staff_id_fkey FOREIGN KEY (staff_id) REFERENCES public.staff(id);


--
-- Name: steps steps_by_staff_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.steps
    ADD CONSTRAINT steps_by_staff_fkey FOREIGN KEY (by_staff) REFERENCES public.staff(id);


--
-- Name: steps steps_journey_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.steps
    ADD CONSTRAINT steps_journey_id_fkey FOREIGN KEY (journey_id) REFERENCES public.journeys(id);


--
-- Name: steps steps_witness_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.steps
    ADD CONSTRAINT steps_witness_fkey FOREIGN KEY (witness) REFERENCES public.staff(id);


--
-- Name: tags tags_bound_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_bound_by_fkey FOREIGN KEY (bound_by) REFERENCES public.staff(id);


--
-- Name: tags tags_companion_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_companion_id_fkey FOREIGN KEY (companion_id) REFERENCES public.companions(id);


--
-- Name: tags tags_created_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.tags
    ADD CONSTRAINT tags_created_by_fkey FOREIGN KEY (created_by) REFERENCES public.staff(id);


--
-- Name: visit_moves visit_moves_by_service_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit_moves
    ADD CONSTRAINT visit_moves_by_service_fkey FOREIGN KEY (by_service) REFERENCES public.service_tokens(id);


--
-- Name: visit_moves visit_moves_by_staff_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit_moves
    ADD CONSTRAINT visit_moves_by_staff_fkey FOREIGN KEY (by_staff) REFERENCES public.staff(id);


--
-- Name: visit_moves visit_moves_place_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit_moves
    ADD CONSTRAINT visit_moves_place_id_fkey FOREIGN KEY (place_id) REFERENCES public.places(id);


--
-- Name: visit_moves visit_moves_visit_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visit_moves
    ADD CONSTRAINT visit_moves_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES public.visits(id);


--
-- Name: visits visits_child_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_child_id_fkey FOREIGN KEY (child_id) REFERENCES public.children(id);


--
-- Name: visits visits_hold_by_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_hold_by_fkey FOREIGN KEY (hold_by) REFERENCES public.staff(id);


--
-- Name: visits visits_place_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.visits
    ADD CONSTRAINT visits_place_id_fkey FOREIGN KEY (place_id) REFERENCES public.places(id);


--
-- PostgreSQL database dump complete
--


