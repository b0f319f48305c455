CREATE TABLE "alerts" (
	"id" serial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"slack_channel_id" text NOT NULL,
	"webinar_id" integer,
	"cause" text NOT NULL,
	"words" text NOT NULL,
	"message_id" integer,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_met_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"retry_stage" text,
	"retried_by" text,
	"retried_at" timestamp (3) with time zone,
	"canary_id" integer,
	"closed_at" timestamp (3) with time zone,
	"closed_because" text,
	"closed_by" text,
	CONSTRAINT "alerts_kind" CHECK ("alerts"."kind" in ('registration_error', 'connection')),
	CONSTRAINT "alerts_end" CHECK ("alerts"."closed_because" in ('solved', 'dismissed', 'well'))
);
--> statement-breakpoint
CREATE TABLE "attendance" (
	"webinar_id" integer NOT NULL,
	"on24_user_id" bigint NOT NULL,
	"registrant_code" text,
	"email" text,
	"came_live" boolean NOT NULL,
	"came_on_demand" boolean NOT NULL,
	"live_minutes" integer NOT NULL,
	"on_demand_minutes" integer NOT NULL,
	"registrant_id" integer,
	"refresh_id" integer NOT NULL,
	CONSTRAINT "attendance_webinar_id_on24_user_id_pk" PRIMARY KEY("webinar_id","on24_user_id")
);
--> statement-breakpoint
CREATE TABLE "refreshes" (
	"id" serial PRIMARY KEY NOT NULL,
	"webinar_id" integer NOT NULL,
	"cause" text NOT NULL,
	"asked_by" text[] DEFAULT '{}' NOT NULL,
	"stage" text DEFAULT 'waiting' NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"is_final" boolean DEFAULT false NOT NULL,
	"pulled" integer DEFAULT 0 NOT NULL,
	"counts" jsonb,
	"failed_because" text,
	"message_id" integer,
	CONSTRAINT "refreshes_stage" CHECK ("refreshes"."stage" in ('waiting', 'pulling', 'deciding', 'done', 'failed'))
);
--> statement-breakpoint
CREATE TABLE "approver_groups" (
	"id" text PRIMARY KEY NOT NULL,
	"members" text[] NOT NULL,
	"refreshed_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "connection_faults" (
	"flag" text PRIMARY KEY NOT NULL,
	"failing_since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"is_paused" boolean DEFAULT false NOT NULL,
	"words" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "replicas" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "history" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"webinar_id" integer NOT NULL,
	"registrant_id" integer,
	"episode" integer DEFAULT 1 NOT NULL,
	"event" text NOT NULL,
	"from_status" text,
	"to_status" text,
	"cause" text,
	"actor" text NOT NULL,
	"reason" text,
	"at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "history_event_known" CHECK (event in ('moved', 'decided', 'undone', 'hold_ended', 'click_refused', 'not_followed', 'asked_again'))
);
--> statement-breakpoint
CREATE TABLE "cursors" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"moved_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "member_hints" (
	"webinar_id" integer NOT NULL,
	"lead_id" integer NOT NULL,
	"hinted_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	CONSTRAINT "member_hints_webinar_id_lead_id_pk" PRIMARY KEY("webinar_id","lead_id")
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"id" serial PRIMARY KEY NOT NULL,
	"webinar_id" integer NOT NULL,
	"kind" text NOT NULL,
	"slack_channel_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"post_attempted_at" timestamp (3) with time zone,
	"slack_ts" text,
	"drawn_hash" text,
	"drawn_at" timestamp (3) with time zone,
	"moved_down" integer DEFAULT 0 NOT NULL,
	"response_url" text,
	"response_url_from" timestamp (3) with time zone,
	"response_url_uses" integer DEFAULT 0 NOT NULL,
	"lost_because" text,
	CONSTRAINT "messages_kind" CHECK ("messages"."kind" in ('approval', 'alert', 'report'))
);
--> statement-breakpoint
CREATE TABLE "rate_limits" (
	"key" varchar(255) PRIMARY KEY NOT NULL,
	"points" integer DEFAULT 0 NOT NULL,
	"expire" bigint
);
--> statement-breakpoint
CREATE TABLE "registrants" (
	"id" serial PRIMARY KEY NOT NULL,
	"webinar_id" integer NOT NULL,
	"lead_id" integer NOT NULL,
	"first_name" text,
	"last_name" text,
	"email" text,
	"company" text,
	"title" text,
	"status" text NOT NULL,
	"status_reason" text,
	"status_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"episode" integer DEFAULT 1 NOT NULL,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"asked_again_at" timestamp (3) with time zone,
	"decision" text,
	"decision_reason" text,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"holds_until" timestamp (3) with time zone,
	"decision_number" integer DEFAULT 0 NOT NULL,
	"marketo_base" text,
	"marketo_writing" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"marketo_seq" integer DEFAULT 0 NOT NULL,
	"marketo_is_due" boolean DEFAULT false NOT NULL,
	"marketo_refused" text,
	"marketo_webinar_url" text,
	"marketo_added_by_us" boolean DEFAULT false NOT NULL,
	"membership_date" timestamp (3) with time zone,
	"member_checked_at" timestamp (3) with time zone,
	"on24_user_id" bigint,
	"on24_is_blocked" boolean DEFAULT false NOT NULL,
	"join_link" text,
	"push_attempts" integer DEFAULT 0 NOT NULL,
	"push_failing_since" timestamp (3) with time zone,
	"message_id" integer,
	"alert_id" integer,
	CONSTRAINT "registrants_status_known" CHECK ("registrants"."status" in ('not_in_program', 'invited', 'pending_approval', 'waitlisted', 'rejected', 'registering', 'registered', 'registration_error', 'no_show', 'attended', 'attended_on_demand')),
	CONSTRAINT "registrants_decision_known" CHECK ("registrants"."decision" in ('approve', 'waitlist', 'reject')),
	CONSTRAINT "registrants_hold_has_decision" CHECK ("registrants"."holds_until" is null or "registrants"."decision" is not null)
);
--> statement-breakpoint
CREATE TABLE "webinars" (
	"id" serial PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"program_id" integer NOT NULL,
	"on24_client_id" bigint NOT NULL,
	"on24_event_id" bigint NOT NULL,
	"slack_channel_id" text NOT NULL,
	"approvers" text[] NOT NULL,
	"capacity" integer,
	"hold_seconds" integer DEFAULT 10 NOT NULL,
	"registrar" text DEFAULT 'on24' NOT NULL,
	"channel" jsonb NOT NULL,
	"starts_at" timestamp (3) with time zone,
	"live_ends_at" timestamp (3) with time zone,
	"archive_ends_at" timestamp (3) with time zone,
	"program_url" text,
	"join_link" text,
	"connected_by" text,
	"connected_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"swept_at" timestamp (3) with time zone,
	"is_paused" boolean DEFAULT false NOT NULL,
	CONSTRAINT "webinars_capacity" CHECK ("webinars"."capacity" is null or "webinars"."capacity" >= 0),
	CONSTRAINT "webinars_hold" CHECK ("webinars"."hold_seconds" between 0 and 3600),
	CONSTRAINT "webinars_registrar" CHECK ("webinars"."registrar" in ('on24', 'marketo'))
);
--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attendance" ADD CONSTRAINT "attendance_registrant_id_registrants_id_fk" FOREIGN KEY ("registrant_id") REFERENCES "public"."registrants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refreshes" ADD CONSTRAINT "refreshes_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refreshes" ADD CONSTRAINT "refreshes_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_registrant_id_registrants_id_fk" FOREIGN KEY ("registrant_id") REFERENCES "public"."registrants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "member_hints" ADD CONSTRAINT "member_hints_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrants" ADD CONSTRAINT "registrants_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrants" ADD CONSTRAINT "registrants_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrants" ADD CONSTRAINT "registrants_alert_id_alerts_id_fk" FOREIGN KEY ("alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open_cause" ON "alerts" USING btree ("kind","slack_channel_id",coalesce("webinar_id", 0),"cause") WHERE "alerts"."closed_at" is null;--> statement-breakpoint
CREATE INDEX "alerts_message" ON "alerts" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "attendance_registrant" ON "attendance" USING btree ("registrant_id");--> statement-breakpoint
CREATE INDEX "attendance_email" ON "attendance" USING btree ("webinar_id",lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "refreshes_running" ON "refreshes" USING btree ("webinar_id") WHERE "refreshes"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "refreshes_webinar" ON "refreshes" USING btree ("webinar_id","id");--> statement-breakpoint
CREATE INDEX "history_registrant" ON "history" USING btree ("registrant_id","id");--> statement-breakpoint
CREATE INDEX "history_webinar" ON "history" USING btree ("webinar_id","id");--> statement-breakpoint
CREATE INDEX "messages_webinar" ON "messages" USING btree ("webinar_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "registrants_lead" ON "registrants" USING btree ("webinar_id","lead_id");--> statement-breakpoint
CREATE INDEX "registrants_message" ON "registrants" USING btree ("message_id");--> statement-breakpoint
CREATE INDEX "registrants_alert" ON "registrants" USING btree ("alert_id");--> statement-breakpoint
CREATE INDEX "registrants_status" ON "registrants" USING btree ("webinar_id","status","asked_at");--> statement-breakpoint
CREATE INDEX "registrants_email" ON "registrants" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "registrants_marketo_due" ON "registrants" USING btree ("webinar_id") WHERE "registrants"."marketo_is_due";--> statement-breakpoint
CREATE UNIQUE INDEX "webinars_program" ON "webinars" USING btree ("program_id");--> statement-breakpoint
CREATE UNIQUE INDEX "webinars_on24_event" ON "webinars" USING btree ("on24_client_id","on24_event_id");