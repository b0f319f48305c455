CREATE TABLE "attendance_staged" (
	"refresh_id" integer NOT NULL,
	"on24_user_id" bigint NOT NULL,
	"registrant_code" text,
	"email" text,
	"came_live" boolean NOT NULL,
	"came_on_demand" boolean NOT NULL,
	"live_minutes" integer NOT NULL,
	"on_demand_minutes" integer NOT NULL,
	"is_admitted" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "marketo_days" (
	"day" text PRIMARY KEY NOT NULL,
	"our_calls" integer DEFAULT 0 NOT NULL,
	"instance_calls" integer,
	"instance_read_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "bulk_people" (
	"run_id" integer NOT NULL,
	"registrant_id" integer NOT NULL,
	"decision_number" integer NOT NULL,
	"outcome" text,
	"refusal" text,
	CONSTRAINT "bulk_people_run_id_registrant_id_pk" PRIMARY KEY("run_id","registrant_id"),
	CONSTRAINT "bulk_people_outcome" CHECK ("bulk_people"."outcome" in ('decided', 'refused'))
);
--> statement-breakpoint
CREATE TABLE "bulk_runs" (
	"id" serial PRIMARY KEY NOT NULL,
	"webinar_id" integer NOT NULL,
	"user_id" text NOT NULL,
	"decision" text NOT NULL,
	"reason" text,
	"message_id" integer NOT NULL,
	"begun_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "review_marks" (
	"review_id" integer NOT NULL,
	"registrant_id" integer NOT NULL,
	"decision_number" integer NOT NULL,
	CONSTRAINT "review_marks_review_id_registrant_id_pk" PRIMARY KEY("review_id","registrant_id")
);
--> statement-breakpoint
CREATE TABLE "reviews" (
	"id" serial PRIMARY KEY NOT NULL,
	"webinar_id" integer NOT NULL,
	"user_id" text NOT NULL,
	"page" integer DEFAULT 0 NOT NULL,
	"search" text DEFAULT '' NOT NULL,
	"filter" text DEFAULT 'everybody' NOT NULL,
	"turn" integer DEFAULT 0 NOT NULL,
	"shown" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"decision" text,
	"reason" text,
	"is_begun" boolean DEFAULT false NOT NULL,
	"opened_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "alerts" DROP CONSTRAINT "alerts_kind";--> statement-breakpoint
ALTER TABLE "history" DROP CONSTRAINT "history_event_known";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_kind";--> statement-breakpoint
DROP INDEX "attendance_email";--> statement-breakpoint
DROP INDEX "registrants_marketo_due";--> statement-breakpoint
DROP INDEX "webinars_program";--> statement-breakpoint
DROP INDEX "webinars_on24_event";--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "other_causes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "reminded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "alerts" ADD COLUMN "reminded_of_start_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "attendance" ADD COLUMN "add_wanted_by" text;--> statement-breakpoint
ALTER TABLE "attendance" ADD COLUMN "add_refused" text;--> statement-breakpoint
ALTER TABLE "attendance" ADD COLUMN "added_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "slot_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "started_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "calls" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "failures" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "failing_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "refreshes" ADD COLUMN "told_late_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connection_faults" ADD COLUMN "resumes_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connection_faults" ADD COLUMN "tries_after" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "connection_faults" ADD COLUMN "is_for_all" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "thread_of" integer;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "said" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "is_drawn_plain" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "former_decision" jsonb;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "marketo_registration_code" text;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "marketo_reason" text;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "marketo_reason_refused" text;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "marketo_wrote" jsonb;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "marketo_overtaken" text;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "is_lead_gone" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "has_twin" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "background" jsonb;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "more_fields" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "is_in_on24" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "on24_email" text;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "on24_cancel" text;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "on24_cancel_by" text;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "on24_cancel_words" text;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "question_id" integer;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "adapter_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "adapter_accepted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "is_adapter_silent" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "bulk_run_id" integer;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "retried_alert_id" integer;--> statement-breakpoint
ALTER TABLE "registrants" ADD COLUMN "forgotten_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "status_names" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "reason_field" text;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "approve_campaign_id" integer;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "field_map" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "registration_fields" jsonb;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "registration_fields_read_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "event_read_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "event_state" text DEFAULT 'active' NOT NULL;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "on24_title" text;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "event_asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "join_link_template" text;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "adds_unknown_people" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "retention_days" integer;--> statement-breakpoint
ALTER TABLE "webinars" ADD COLUMN "disconnected_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "bulk_people" ADD CONSTRAINT "bulk_people_run_id_bulk_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."bulk_runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_people" ADD CONSTRAINT "bulk_people_registrant_id_registrants_id_fk" FOREIGN KEY ("registrant_id") REFERENCES "public"."registrants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bulk_runs" ADD CONSTRAINT "bulk_runs_message_id_messages_id_fk" FOREIGN KEY ("message_id") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_marks" ADD CONSTRAINT "review_marks_review_id_reviews_id_fk" FOREIGN KEY ("review_id") REFERENCES "public"."reviews"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "review_marks" ADD CONSTRAINT "review_marks_registrant_id_registrants_id_fk" FOREIGN KEY ("registrant_id") REFERENCES "public"."registrants"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_webinar_id_webinars_id_fk" FOREIGN KEY ("webinar_id") REFERENCES "public"."webinars"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendance_staged_refresh" ON "attendance_staged" USING btree ("refresh_id");--> statement-breakpoint
CREATE INDEX "bulk_people_waiting" ON "bulk_people" USING btree ("run_id") WHERE "bulk_people"."outcome" is null;--> statement-breakpoint
CREATE INDEX "bulk_runs_message" ON "bulk_runs" USING btree ("message_id");--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_thread_of_messages_id_fk" FOREIGN KEY ("thread_of") REFERENCES "public"."messages"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrants" ADD CONSTRAINT "registrants_question_id_alerts_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "registrants" ADD CONSTRAINT "registrants_retried_alert_id_alerts_id_fk" FOREIGN KEY ("retried_alert_id") REFERENCES "public"."alerts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "attendance_unknown" ON "attendance" USING btree ("webinar_id") WHERE "attendance"."registrant_id" is null;--> statement-breakpoint
CREATE INDEX "attendance_wanted" ON "attendance" USING btree ("webinar_id") WHERE "attendance"."add_wanted_by" is not null;--> statement-breakpoint
CREATE INDEX "registrants_retried_alert" ON "registrants" USING btree ("retried_alert_id");--> statement-breakpoint
CREATE INDEX "registrants_question" ON "registrants" USING btree ("question_id");--> statement-breakpoint
CREATE INDEX "registrants_marketo_due" ON "registrants" USING btree ("webinar_id","status_at","id") WHERE "registrants"."marketo_is_due";--> statement-breakpoint
CREATE UNIQUE INDEX "webinars_program" ON "webinars" USING btree ("program_id") WHERE "webinars"."disconnected_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "webinars_on24_event" ON "webinars" USING btree ("on24_client_id","on24_event_id") WHERE "webinars"."disconnected_at" is null;--> statement-breakpoint
ALTER TABLE "alerts" ADD CONSTRAINT "alerts_kind" CHECK ("alerts"."kind" in ('registration_error', 'connection', 'still_in_on24'));--> statement-breakpoint
ALTER TABLE "history" ADD CONSTRAINT "history_event_known" CHECK (event in ('moved', 'decided', 'undone', 'hold_ended', 'click_refused', 'not_followed', 'asked_again', 'overtaken', 'adapter_asked', 'adapter_silent', 'cancel_wanted', 'cancel_left', 'cancelled', 'cancel_refused'));--> statement-breakpoint
ALTER TABLE "messages" ADD CONSTRAINT "messages_kind" CHECK ("messages"."kind" in ('approval', 'alert', 'report', 'notice', 'bulk'));--> statement-breakpoint
ALTER TABLE "registrants" ADD CONSTRAINT "registrants_on24_cancel_known" CHECK ("registrants"."on24_cancel" in ('asked', 'wanted', 'left', 'refused'));--> statement-breakpoint
UPDATE "registrants" SET "is_in_on24" = true, "on24_email" = "email" WHERE "on24_user_id" IS NOT NULL;
